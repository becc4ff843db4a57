package dev.sluice.pool.store;

/**
 * A lease that has not ended.
 *
 * @param lease number of the lease, as {@link Slot#lease()} returned it
 * @param sinceNanos begin of the lease
 * @param waitedNanos wait of the holder
 * @param thread thread of the holder
 * @param note note of the request
 */
public record Holding(long lease, long sinceNanos, long waitedNanos, Thread thread, Object note) {}
