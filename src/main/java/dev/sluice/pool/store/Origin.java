package dev.sluice.pool.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The part of a slot that never changes.
 *
 * <p>The part stands before the fields that change with every lease, and so keeps them off the cache line of the
 * object before the slot in memory. Two cores would fight for a line that two slots share.
 */
abstract class Origin {

    private final long index;
    private final int generation; // resets and renewals by people: never so many
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
     * Returns the name, {@code conn_<index>_<epoch nanos>}, which is made on each call, because few names are asked
     * for.
     */
    public final String name() {
        return "conn_" + index + "_" + bornEpochNanos;
    }

    /** Returns the generation of its creation: the number of resets and renewals before. */
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

    /** Returns whether the age exceeds the lifetime, which the pool set with some jitter. */
    public final boolean isExpired(long now) {
        return ageNanos(now) > lifetimeNanos;
    }
}
