package dev.sluice.pool.store;

/**
 * The totals of slots, past slots included. A lease counts at its begin: the numbers leave out a lease
 * that was held at {@link Slots#countAnew}.
 *
 * @param leases number of acquires
 * @param ended number of ended leases
 * @param discarded number of leases that ended with the instruction not to use the resource again
 * @param misses number of leases that were the first of a resource created on demand
 * @param heldNanos total duration of the ended leases
 */
public record LeaseTotals(long leases, long ended, long discarded, long misses, long heldNanos) {

    /** Totals of zero. */
    public static final LeaseTotals NONE = new LeaseTotals(0, 0, 0, 0, 0);

    /** Adds a slot. A single reading of its word keeps the numbers of leases consistent with each other. */
    LeaseTotals plus(Slot<?> slot) {
        long seen = slot.reading();
        long before = slot.start().leases();
        return new LeaseTotals(
                leases + Occupancy.leases(seen) - before,
                ended + Math.max(0, Occupancy.ended(seen) - before),
                discarded + (Occupancy.leases(seen) > before && slot.isDiscarded(seen) ? 1 : 0),
                misses + (before == 0 && slot.isMiss(seen) ? 1 : 0),
                heldNanos + slot.heldNanos());
    }
}
