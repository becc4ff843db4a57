package dev.sluice.admission;

/**
 * Estimates the length of a wait from the waits that have ended. The estimate is the time for each place in the queue,
 * as an exponentially weighted mean over about the last {@value #WEIGHT} waits. Guarded by the gate's lock.
 */
final class WaitEstimate {

    static final int WEIGHT = 16;

    private double nanosPerPlace = -1;

    /** Adds the wait of a waiter that has been served. */
    void served(long waitedNanos, int ahead) {
        double sample = (double) waitedNanos / (ahead + 1);
        nanosPerPlace = nanosPerPlace < 0 ? sample : nanosPerPlace + (sample - nanosPerPlace) / WEIGHT;
    }

    /** Forgets all waits, because the queue is empty: they say nothing about the next queue. */
    void forget() {
        nanosPerPlace = -1;
    }

    /** Returns the estimated wait behind this number of waiters, or -1 without an estimate. */
    long nanos(int ahead) {
        return nanosPerPlace < 0 ? -1 : (long) (nanosPerPlace * (ahead + 1));
    }
}
