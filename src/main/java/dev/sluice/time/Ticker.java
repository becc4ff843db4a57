package dev.sluice.time;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the time, and parks and unparks threads.
 *
 * <p>Implementations are thread-safe. {@link #nanos()} is monotonic and has no relation to wall time.
 * {@link #instant()} is wall time with the finest resolution of the platform.
 */
public interface Ticker {

    /** Returns monotonic time in nanoseconds. Only differences have a meaning. */
    long nanos();

    /**
     * Returns the time of {@link #nanos()} at a lower cost. This time may lag by some milliseconds, by more on a
     * machine without a free core, and is never ahead. Use it for time stamps and ages, not for deadlines.
     */
    default long coarseNanos() {
        return nanos();
    }

    /** Returns the wall time. */
    Instant instant();

    /**
     * Blocks the calling thread until it is unparked or interrupted, or until {@code nanos} have passed. May return
     * early without a reason, as {@link LockSupport#parkNanos(Object, long)}. So callers must check in a loop.
     */
    void park(Object blocker, long nanos);

    /** Ends the park of a thread. If the thread is not parked, its next park returns at once. */
    default void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    /** Returns the clocks of this machine. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
