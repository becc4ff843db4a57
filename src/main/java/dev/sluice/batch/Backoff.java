package dev.sluice.batch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long is waited before something is tried again: twice as long each time, less up to a quarter by chance, so that
 * those who failed together do not try together. Immutable.
 *
 * @param first before the second try
 * @param longest but never longer than this
 * @param random between zero and one
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

    /** So often a chunk meets others before its jobs are looked at one by one, and those that meet others again fail. */
    public static final int MOST_CONFLICTS = 20;

    private static final Duration FIRST_OF_CONFLICTS = Duration.ofMillis(10);
    private static final Duration LONGEST_OF_CONFLICTS = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.25;

    /** That of transactions which met others. */
    public static Backoff ofConflicts(DoubleSupplier random) {
        return new Backoff(FIRST_OF_CONFLICTS, LONGEST_OF_CONFLICTS, random);
    }

    /** After the failure before which there were so many. */
    public long nanos(int before) {
        int doublings = Math.min(before, MOST_DOUBLINGS);
        long base =
                first.toNanos() >= longest.toNanos() >> doublings ? longest.toNanos() : first.toNanos() << doublings;
        return (long) (base * (1 - JITTER * random.getAsDouble()));
    }
}
