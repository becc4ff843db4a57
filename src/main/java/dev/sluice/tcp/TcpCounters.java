package dev.sluice.tcp;

import java.util.concurrent.atomic.LongAdder;

/** What the connections of a pool count. Thread-safe. */
final class TcpCounters {

    final LongAdder reconnects = new LongAdder();
    final LongAdder dialFailures = new LongAdder();
    final LongAdder ioErrors = new LongAdder();
}
