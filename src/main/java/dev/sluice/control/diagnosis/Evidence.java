package dev.sluice.control.diagnosis;

import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.RecentCounts;
import java.util.List;
import java.util.function.Supplier;

/**
 * The facts about a pool at one moment. Immutable.
 *
 * @param stats the statistics
 * @param queue the first waiters and holders, with stacks and statements if they may be shown
 * @param groups the holders in groups
 * @param recent counts of the last seconds; zero without a history
 * @param predictions returns replays with larger maxima, the smallest first; empty if none may be made. Called once, and
 *     only if the cause depends on the result
 */
record Evidence(
        PoolStats stats,
        PoolQueue queue,
        List<HolderGroup> groups,
        RecentCounts recent,
        Supplier<List<WhatIfReport>> predictions) {

    /** Shortest lease that counts as long. */
    private static final double LONG_SECONDS = 1;

    /** A lease is long from this multiple of the usual duration on. */
    private static final int LONG_FACTOR = 10;

    /** Returns whether callers wait, or were refused or late in the last seconds. */
    boolean isAnyoneHindered() {
        return stats.waiting() > 0 || recent.timeouts() > 0 || recent.refused() > 0;
    }

    /** Returns the mean duration of ended leases, in seconds; 0 without any. */
    double usualHoldSeconds() {
        long released = stats.counters().released();
        return released == 0 ? 0 : stats.counters().heldSeconds() / released;
    }

    /** Returns the mean duration of creations, in seconds; 0 without any. */
    double usualCreationSeconds() {
        long tried = stats.counters().created() + stats.counters().creationFailures();
        return tried == 0 ? 0 : stats.counters().creationSeconds() / tried;
    }

    /** Returns the duration in seconds from which on a lease is unusually long. */
    double longSeconds() {
        return Math.max(LONG_SECONDS, LONG_FACTOR * usualHoldSeconds());
    }

    /** Returns the holders of unusually long leases. */
    List<PoolQueue.Holder> longHolders() {
        double limit = longSeconds();
        return queue.holders().stream()
                .filter(each -> each.heldSeconds() >= limit)
                .toList();
    }

    /** Returns whether half of the leases or more are unusually long. */
    boolean isMostlyLong() {
        return !queue.holders().isEmpty()
                && 2 * longHolders().size() >= queue.holders().size();
    }
}
