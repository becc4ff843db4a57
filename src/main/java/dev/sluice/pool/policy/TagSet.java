package dev.sluice.pool.policy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The number of leases with one set of tags, some of which are counted elsewhere. Thread-safe. */
public final class TagSet {

    private final LongAdder here = new LongAdder();
    private final Set<LongSupplier> elsewhere = new HashSet<>(); // Guarded by this

    TagSet() {}

    void increment() {
        here.increment();
    }

    /** Includes the leases that {@code counter} counts from now on, from 0. Its number never falls. */
    public synchronized void include(LongSupplier counter) {
        elsewhere.add(counter);
    }

    /** Keeps the last number of a counter, and forgets the counter. A second call has no effect. */
    public synchronized void keep(LongSupplier counter) {
        if (elsewhere.remove(counter)) {
            here.add(counter.getAsLong());
        }
    }

    synchronized long sum() {
        return here.sum()
                + elsewhere.stream().mapToLong(LongSupplier::getAsLong).sum();
    }
}
