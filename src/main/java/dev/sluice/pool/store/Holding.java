package dev.sluice.pool.store;

/**
 * A lease while it lasts.
 *
 * @param lease its number, as {@link Slot#lease()} returned it
 * @param sinceNanos time of its begin
 * @param waitedNanos wait of its holder
 * @param thread thread of its holder
 * @param note note of its request
 */
public record Holding(long lease, long sinceNanos, long waitedNanos, Thread thread, Object note) {}
