package dev.sluice.admission;

/**
 * Estimates the length of a wait from the waits that have ended. The estimate is the time for each place in the queue,
 * as an exponentially weighted mean over about the last {@value #WEIGHT} waits. Guarded by the gate's lock.
 */
final class WaitEstimate {

    static final int WEIGHT = 16;

    private double nanosPerPlace = -1;

    /** Somebody has been served. */
    void served(long waitedNanos, int ahead) {
        double sample = (double) waitedNanos / (ahead + 1);
        nanosPerPlace = nanosPerPlace < 0 ? sample : nanosPerPlace + (sample - nanosPerPlace) / WEIGHT;
    }

    /** Nobody waits any more: what was seen of the last queue says nothing about the next. */
    void forget() {
        nanosPerPlace = -1;
    }

    /** For somebody with so many before it; -1 if there is nothing to go by. */
    long nanos(int ahead) {
        return nanosPerPlace < 0 ? -1 : (long) (nanosPerPlace * (ahead + 1));
    }
}
