package dev.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of a pool, except the counters of its gate and its slots. None of them changes with every lease.
 * Thread-safe.
 */
final class PoolCounters {

    final LongAdder saturations = new LongAdder();
    final LongAdder refusedEarly =
            new LongAdder(); // callers refused before their deadlines, and not served by a substitute
    final LongAdder rateLimited = new LongAdder();
    final LongAdder overRates = new LongAdder(); // callers that a rate limit only counted
    final LongAdder circuitRefused = new LongAdder();
    final LongAdder circuitObserved = new LongAdder(); // callers that a breaker only counted
    final LongAdder overHoldLimit = new LongAdder();
    final LongAdder holdLimitEnds = new LongAdder();
    final LongAdder injectedFaults = new LongAdder();
    final LongAdder outageRefused = new LongAdder();
    final LongAdder sizeSteps = new LongAdder();
    final LongAdder pacedCreations = new LongAdder();
    final LongAdder savedResets = new LongAdder();
    final LongAdder resetsForOthers = new LongAdder();
    final LongAdder degradedRefusals = new LongAdder();
    final LongAdder degradedGrants = new LongAdder();
    final LongAdder degradedObserved = new LongAdder(); // callers that the degradation only counted
    final LongAdder late = new LongAdder();
    final LongAdder interrupted = new LongAdder();
    final LongAdder created = new LongAdder();
    final LongAdder creationFailures = new LongAdder();
    final LongAdder creationNanos = new LongAdder();
    final LongAccumulator longestCreationNanos = new LongAccumulator(Math::max, 0);
    final LongAdder closed = new LongAdder();
    final LongAdder closeFailures = new LongAdder();
    final LongAdder validationFailures = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder replacedEarly = new LongAdder(); // replacements in the pool before the end of the old resource
    final LongAdder idleClosed = new LongAdder();
    final LongAdder leaks = new LongAdder();

    /** Number of resources being created now. */
    final AtomicInteger creating = new AtomicInteger();

    /** Number of resources being closed now. */
    final AtomicInteger closing = new AtomicInteger();

    /** Moving average of the duration of successful creations, in nanoseconds; zero before the first. */
    private final AtomicLong lateCreationNanos = new AtomicLong();

    /** Returns the recent duration of successful creations in nanoseconds; zero before the first. */
    long usualCreationNanos() {
        return lateCreationNanos.get();
    }

    void creationTook(long nanos) {
        creationNanos.add(nanos);
        longestCreationNanos.accumulate(nanos);
    }

    /** Records a creation that succeeded after this time. */
    void createdIn(long nanos) {
        created.increment();
        lateCreationNanos.updateAndGet(before -> before == 0 ? nanos : before + (nanos - before) / 4);
    }
}
