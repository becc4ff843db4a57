package dev.sluice.admission;

/**
 * The usual time from the wake-up of a waiter to its first step, in nanoseconds. A resource that is handed to a waiter
 * is unused in that time. The time is short while a core is free, and long while many threads wait for one.
 *
 * <p>A moving mean that falls quickly and rises slowly, so that one interruption of the machine does not count as a
 * lack of cores. Thread-safe. RACE: of two samples at the same time, one may be lost.
 */
final class WakeTime {

    private static final int FALL = 4;
    private static final int RISE = 8;
    private static final long LEAST_RISE = 1_000;

    private volatile long nanos;

    /** Adds the time of one waiter. */
    void took(long sample) {
        long mean = nanos;
        long more = sample - mean;
        nanos = mean + (more < 0 ? more / FALL : Math.min(more, mean + RISE * LEAST_RISE) / RISE);
    }

    /** Returns the mean; zero before the first sample. */
    long nanos() {
        return nanos;
    }
}
