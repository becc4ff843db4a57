package dev.sluice.pool.store;

/**
 * Counts the leases of a pool: sums the counts of its slots, and keeps the counts of removed slots. Not thread-safe:
 * the monitor of {@link Slots} guards this class, so that each slot counts once, as a present or as a removed slot.
 */
final class LeaseCounts {

    private LeaseTotals departed = LeaseTotals.NONE;
    private long departedLeases;

    /** Keeps the counts of a slot that is being removed. */
    void keep(Slot<?> removed) {
        departed = departed.plus(removed);
        departedLeases += removed.leases();
    }

    /** Restarts the totals at the current leases. The number of all leases is not changed. */
    void countAnew(Slot<?>[] present) {
        departed = LeaseTotals.NONE;
        for (Slot<?> slot : present) {
            slot.countAnew();
        }
    }

    /** Returns the totals since the last {@link #countAnew}. */
    LeaseTotals totals(Slot<?>[] present) {
        return departed.plus(present);
    }

    /** Returns the number of all leases so far. */
    long leases(Slot<?>[] present) {
        long sum = departedLeases;
        for (Slot<?> slot : present) {
            sum += slot.leases();
        }
        return sum;
    }
}
