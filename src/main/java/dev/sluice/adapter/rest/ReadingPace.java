package dev.sluice.adapter.rest;

import java.time.Duration;

/**
 * Judges whether a client reads its answers fast enough: at least {@value #LEAST_BYTES} bytes, or all, within the time
 * limit. Single bytes do not extend the time. Not thread-safe.
 */
final class ReadingPace {

    static final int LEAST_BYTES = 8 * 1024;

    private final Duration limit;
    private long unread;
    private long takenBefore;
    private Duration passed = Duration.ZERO;

    ReadingPace(Duration limit) {
        this.limit = limit;
    }

    /**
     * Records the state of the connection.
     *
     * @param written the bytes of all answers so far
     * @param now the part of these bytes that the client has not yet read
     */
    void record(long written, long now) {
        long taken = written - now;
        if (unread == 0 || now == 0 || taken - takenBefore >= LEAST_BYTES) {
            takenBefore = taken;
            passed = Duration.ZERO;
        }
        unread = now;
    }

    /** Records that time has passed; returns whether the client has used up its limit. */
    boolean isTooSlowAfter(Duration more) {
        passed = passed.plus(more);
        return unread > 0 && passed.compareTo(limit) >= 0;
    }
}
