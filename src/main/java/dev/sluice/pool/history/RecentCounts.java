package dev.sluice.pool.history;

/**
 * Counts of the latest samples. Immutable.
 *
 * @param acquired leases given out
 * @param created connections created
 * @param creationFailures failed creations
 * @param timeouts callers that ended at their deadlines
 * @param refused callers that ended without a lease for another reason
 */
public record RecentCounts(long acquired, long created, long creationFailures, long timeouts, long refused) {}
