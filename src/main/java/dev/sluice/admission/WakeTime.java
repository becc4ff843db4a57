package dev.sluice.admission;

/**
 * The recent time from the wake-up of a waiter to its first step, as an exponentially weighted mean over about the last
 * {@value #WEIGHT} waiters. A resource that is handed to a waiter is unused in that time. The time is short while a core
 * is free, and long while many threads wait for one. Thread-safe. RACE: of two samples at the same time, one may be lost.
 */
final class WakeTime {

    static final int WEIGHT = 8;

    private volatile long nanos;

    /** Adds the time of one waiter. */
    void took(long sample) {
        long mean = nanos;
        nanos = mean + (sample - mean) / WEIGHT;
    }

    /** Returns the mean; zero before the first sample. */
    long nanos() {
        return nanos;
    }
}
