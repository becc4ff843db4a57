package dev.sluice.pool.store;

/**
 * One lease, as long as it lasts.
 *
 * @param lease its number, as {@link Slot#lease()} told it
 * @param sinceNanos when it began
 * @param waitedNanos how long its taker had waited
 * @param thread who took it
 * @param note what it was asked for with
 */
public record Holding(long lease, long sinceNanos, long waitedNanos, Thread thread, Object note) {}
