package dev.sluice.pool;

import java.time.Duration;

/** Converts durations into seconds, the unit of every statistic. */
final class Seconds {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private Seconds() {}

    /** Returns the seconds, never negative. RACE: a slot may be used between the readings of the clock and the slot. */
    static double of(long nanos) {
        return Math.max(0, nanos) / NANOS_PER_SECOND;
    }

    static double of(Duration length) {
        return length.toMillis() / MILLIS_PER_SECOND;
    }
}
