package dev.sluice.bench;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A caller that is in a hurry, from time to time. */
final class UrgentCaller {

    private static final long PAUSE_MICROS = 10_000;
    private static final long HOLD_MICROS = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long LOOK_NANOS = 1_000_000;

    private final Peer peer;
    private final Histogram waits = new Histogram(3); // written by the caller; read while it is paused
    private volatile boolean wanted;
    private volatile boolean busy;
    private volatile Exception failure;

    UrgentCaller(Peer peer) {
        this.peer = peer;
        Threads.PLATFORM.start(this::live);
    }

    private void live() {
        while (failure == null) {
            Caller.parkMicros(PAUSE_MICROS);
            busy = true; // before wanted is read: whoever pauses sees it, or is seen
            try {
                if (wanted) {
                    once();
                }
            } catch (Exception e) {
                failure = e;
            } finally {
                busy = false;
            }
        }
    }

    private void once() throws Exception {
        long start = System.nanoTime();
        AutoCloseable held = peer.acquireUrgently();
        try {
            waits.recordValue(System.nanoTime() - start);
            Caller.parkMicros(HOLD_MICROS);
        } finally {
            held.close();
        }
    }

    void begin() {
        wanted = true;
    }

    /** Returns when its last wait has ended. */
    void pause() {
        wanted = false;
        while (busy) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** A percentile of its waits, in milliseconds. */
    double millisAt(double percentile) {
        return waits.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
