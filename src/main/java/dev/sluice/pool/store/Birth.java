package dev.sluice.pool.store;

import java.time.Instant;

/**
 * The unchanging facts of a slot's creation.
 *
 * @param index number in the pool, never used twice
 * @param generation number of resets, renewals, moves and rotations before the creation
 * @param nanos time of creation on the pool's monotonic clock
 * @param at time of creation in wall time
 */
public record Birth(long index, long generation, long nanos, Instant at) {}
