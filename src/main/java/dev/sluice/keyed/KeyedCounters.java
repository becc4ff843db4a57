package dev.sluice.keyed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a keyed pool that its managed pool does not have. Thread-safe. */
final class KeyedCounters {

    /** Successful acquires and leases. */
    final LongAdder acquires = new LongAdder();

    final LongAdder factoryCalls = new LongAdder();
    final LongAdder factoryFailures = new LongAdder();
    final LongAdder evictions = new LongAdder();

    /** Failed closes of resources that were ended by force; the managed pool counts the other failed closes. */
    final LongAdder closeFailures = new LongAdder();

    /** Waits that have ended, except waits at the gate. */
    final LongAdder waits = new LongAdder();

    final LongAdder waitedNanos = new LongAdder();

    /** Callers that wait now, except callers at the gate. */
    final AtomicInteger waiting = new AtomicInteger();

    /** Resources that are open now. */
    final AtomicInteger open = new AtomicInteger();

    /** Factory calls under way. */
    final AtomicInteger opening = new AtomicInteger();
}
