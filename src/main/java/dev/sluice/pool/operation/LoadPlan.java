package dev.sluice.pool.operation;

import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The callers of a load test: each thread acquires a lease, holds it, releases it, and begins again. Immutable.
 *
 * @param threads number of threads
 * @param leases number of acquires of all threads together; null for as many as the duration permits
 * @param duration time after which no acquire begins; null for {@link #LONGEST}
 * @param hold time for which each lease is held
 * @param lanes the lanes of the callers
 * @param seed selects the sequence of the lanes
 * @param statement the name of the statement that each lease runs after its hold; null for none
 */
public record LoadPlan(
        int threads,
        @Nullable Integer leases,
        @Nullable Duration duration,
        Duration hold,
        LaneMix lanes,
        long seed,
        @Nullable String statement) {

    /** Maximum duration of any load test. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /** Number of leases without a number and without a duration. */
    public static final int USUAL_LEASES = 1000;

    /** The bounds of {@link #threads}. */
    public static final ValueType<Integer> THREADS = Values.integer(1, 200);

    /** The bounds of {@link #leases}. */
    public static final ValueType<Integer> LEASES = Values.integer(1, 1_000_000);

    /** The bounds of {@link #duration}. */
    public static final ValueType<Duration> DURATION = Values.duration(Duration.ofMillis(100), LONGEST);

    /** The bounds of {@link #hold}. */
    public static final ValueType<Duration> HOLD = Values.duration(Duration.ZERO, Duration.ofMinutes(1));

    /** Checks the values. */
    public LoadPlan {
        THREADS.check("threads", threads);
        HOLD.check("hold", hold);
        if (leases != null) {
            LEASES.check("leases", leases);
        }
        if (duration != null) {
            DURATION.check("duration", duration);
        }
        if (leases == null && duration == null) {
            leases = USUAL_LEASES;
        }
    }

    /** Creates a plan whose leases run no statement. */
    public LoadPlan(
            int threads,
            @Nullable Integer leases,
            @Nullable Duration duration,
            Duration hold,
            LaneMix lanes,
            long seed) {
        this(threads, leases, duration, hold, lanes, seed, null);
    }

    /** Returns the same plan, whose leases run the statement of this name; null for none. */
    public LoadPlan withStatement(@Nullable String name) {
        return new LoadPlan(threads, leases, duration, hold, lanes, seed, name);
    }

    /** Returns the duration after which no acquire begins. */
    public Duration limit() {
        return Objects.requireNonNullElse(duration, LONGEST);
    }
}
