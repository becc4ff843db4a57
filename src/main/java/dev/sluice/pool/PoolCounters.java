package dev.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What a pool counts beside what its gate counts. Thread-safe. */
final class PoolCounters {

    final LongAdder acquired = new LongAdder();
    final LongAdder released = new LongAdder();
    final LongAdder saturations = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder created = new LongAdder();
    final LongAdder creationFailures = new LongAdder();
    final LongAdder creationNanos = new LongAdder();
    final LongAccumulator longestCreationNanos = new LongAccumulator(Math::max, 0);
    final LongAdder closed = new LongAdder();
    final LongAdder closeFailures = new LongAdder();
    final LongAdder validationFailures = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder idleClosed = new LongAdder();
    final LongAdder leaks = new LongAdder();
    final LongAccumulator maxInUse = new LongAccumulator(Math::max, 0);

    /** Resources being created now. */
    final AtomicInteger creating = new AtomicInteger();

    /** Resources being closed now. */
    final AtomicInteger closing = new AtomicInteger();

    /** Leases out now. */
    final AtomicInteger leased = new AtomicInteger();

    void lent() {
        acquired.increment();
        maxInUse.accumulate(leased.incrementAndGet());
    }

    /** Lent and taken away in the same moment: it never was one of those in use. */
    void lentBroken() {
        acquired.increment();
        released.increment();
    }

    void back() {
        released.increment();
        leased.decrementAndGet();
    }

    void creationTook(long nanos) {
        creationNanos.add(nanos);
        longestCreationNanos.accumulate(nanos);
    }
}
