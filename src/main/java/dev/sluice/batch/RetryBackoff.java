package dev.sluice.batch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Delays between tries. Each delay is twice the previous one, less a random part of up to a quarter. So workers that
 * failed together do not try again together. Immutable.
 *
 * @param first the delay before the second try
 * @param longest the longest delay
 * @param random a source of numbers between zero and one
 */
public record RetryBackoff(Duration first, Duration longest, DoubleSupplier random) {

    /** Conflicts of a chunk before its jobs are done one by one; jobs that conflict again then fail. */
    public static final int MOST_CONFLICTS = 20;

    private static final Duration FIRST_OF_CONFLICTS = Duration.ofMillis(10);
    private static final Duration LONGEST_OF_CONFLICTS = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.25;

    /** Returns the backoff of transactions that conflicted with others. */
    public static RetryBackoff ofConflicts(DoubleSupplier random) {
        return new RetryBackoff(FIRST_OF_CONFLICTS, LONGEST_OF_CONFLICTS, random);
    }

    /** Returns the delay in nanoseconds after a failure that follows {@code before} other failures. */
    public long nanos(int before) {
        int doublings = Math.min(before, MOST_DOUBLINGS);
        long base =
                first.toNanos() >= longest.toNanos() >> doublings ? longest.toNanos() : first.toNanos() << doublings;
        return (long) (base * (1 - JITTER * random.getAsDouble()));
    }
}
