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

    /**
     * Adds slots, without an object for each. A single reading of its word keeps the numbers of leases of a slot
     * consistent with each other.
     */
    LeaseTotals plus(Slot<?>... slots) {
        long allLeases = leases;
        long allEnded = ended;
        long allDiscarded = discarded;
        long allMisses = misses;
        long allHeld = heldNanos;
        for (Slot<?> slot : slots) {
            long seen = slot.reading();
            long before = slot.start().leases();
            allLeases += Occupancy.leases(seen) - before;
            allEnded += Math.max(0, Occupancy.ended(seen) - before);
            allDiscarded += Occupancy.leases(seen) > before && slot.isDiscarded(seen) ? 1 : 0;
            allMisses += before == 0 && slot.isMiss(seen) ? 1 : 0;
            allHeld += slot.heldNanos();
        }
        return new LeaseTotals(allLeases, allEnded, allDiscarded, allMisses, allHeld);
    }
}
