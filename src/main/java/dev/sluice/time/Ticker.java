package dev.sluice.time;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads time and lets a thread wait for it to pass.
 *
 * <p>Implementations are thread-safe. {@link #nanos()} is monotonic and has no relation to wall time;
 * {@link #instant()} is wall time with the finest resolution the platform gives.
 */
public interface Ticker {

    /** Returns monotonic time in nanoseconds; only differences have a meaning. */
    long nanos();

    /**
     * Returns the same time as {@link #nanos()}, but cheap to read: the time may lag by some milliseconds, more on a
     * machine without a free core, and never runs ahead. For stamps and for ages, not for deadlines.
     */
    default long coarseNanos() {
        return nanos();
    }

    /** Returns the wall time. */
    Instant instant();

    /**
     * Blocks the calling thread until it is unparked, interrupted or {@code nanos} have passed. May return
     * early without a reason, as {@link LockSupport#parkNanos(Object, long)} may: callers check in a loop.
     */
    void park(Object blocker, long nanos);

    /** Lets a thread that is parked, or that parks next, go on. */
    default void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    /** Returns the clocks of this machine. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
