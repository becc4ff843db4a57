package dev.sluice.tcp;

import java.util.concurrent.atomic.LongAdder;

/** The counters of the connections of a pool. Thread-safe. */
final class TcpCounters {

    final LongAdder reconnects = new LongAdder();
    final LongAdder dialFailures = new LongAdder();
    final LongAdder ioErrors = new LongAdder();
}
