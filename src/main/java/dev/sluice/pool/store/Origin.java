package dev.sluice.pool.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The part of a slot that never changes.
 *
 * <p>These fields precede the fields that change with every lease. So the changing fields are not on the cache line of
 * the object before the slot in memory. Two cores would contend for a line that two slots share.
 */
abstract class Origin {

    private final long index;
    private final int generation; // 32 bits: operators reset and renew
    private final long bornNanos;
    private final long bornEpochNanos;
    private final long lifetimeNanos;

    Origin(Birth birth, long lifetimeNanos) {
        this.index = birth.index();
        this.generation = Math.toIntExact(birth.generation());
        this.bornNanos = birth.nanos();
        this.bornEpochNanos = ChronoUnit.NANOS.between(Instant.EPOCH, birth.at());
        this.lifetimeNanos = lifetimeNanos;
    }

    /** Returns the number in the pool, which is never used twice. */
    public final long index() {
        return index;
    }

    /**
     * Returns the name, {@code conn_<index>_<epoch nanos>}. Each call builds it again, because names are seldom needed.
     */
    public final String name() {
        return "conn_" + index + "_" + bornEpochNanos;
    }

    /** Returns the generation: the number of resets, renewals, moves and rotations before the creation. */
    public final long generation() {
        return generation;
    }

    /** Returns the time of creation. */
    public final Instant createdAt() {
        return Instant.ofEpochSecond(0, bornEpochNanos);
    }

    /** Returns the age in nanoseconds. */
    public final long ageNanos(long now) {
        return now - bornNanos;
    }

    /** Returns the lifetime in nanoseconds, or {@link Long#MAX_VALUE} for no limit. */
    public final long lifetimeNanos() {
        return lifetimeNanos;
    }

    /** Returns whether the age exceeds the lifetime, which the pool set with some jitter. */
    public final boolean isExpired(long now) {
        return ageNanos(now) > lifetimeNanos;
    }
}
