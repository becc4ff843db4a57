package dev.sluice.admission;

/**
 * The waiter that was queued before all others. Immutable.
 *
 * @param sinceNanos the time at which it was queued
 * @param lane the lane of its request
 */
public record EarliestWaiter(long sinceNanos, Priority lane) {}
