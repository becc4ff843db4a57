package dev.sluice.time;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link System#nanoTime()}, read once a millisecond by one daemon thread for everybody: reading the real
 * clock costs more than all the rest of an uncontended acquire. While nobody asks, the thread sleeps; the
 * first question after that is answered by the real clock and wakes it. Thread-safe.
 */
final class CoarseClock {

    private static final long PERIOD_NANOS = 1_000_000;

    /** The real clock may show this value, too, for a nanosecond: then it is asked once more than needed. */
    private static final long ASLEEP = 0;

    /** So many periods without a question, and the thread goes to sleep. */
    private static final int PATIENCE = 100;

    private volatile long now = ASLEEP;

    /** Set by readers, only if it is not set: nearly all of them write nothing. */
    private boolean asked;

    private volatile @Nullable Thread thread; // Written under this

    long nanos() {
        long last = now;
        if (last == ASLEEP) {
            return wake();
        }
        if (!asked) {
            asked = true;
        }
        return last;
    }

    private long wake() {
        asked = true;
        Thread sleeper = thread;
        if (sleeper == null || !sleeper.isAlive()) {
            start();
        } else {
            LockSupport.unpark(sleeper);
        }
        return System.nanoTime();
    }

    private synchronized void start() {
        Thread current = thread;
        if (current == null || !current.isAlive()) {
            Thread fresh = new Thread(this::run, "sluice-clock");
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
    }

    private void run() {
        int quiet = 0;
        while (true) {
            quiet = asked ? 0 : quiet + 1;
            asked = false;
            if (quiet < PATIENCE) {
                now = System.nanoTime();
                LockSupport.parkNanos(this, PERIOD_NANOS);
            } else {
                now = ASLEEP;
                // RACE: a reader that saw the last value may have asked without waking us; its answer was right
                // then, and the next reader sees that we sleep.
                LockSupport.park(this);
            }
        }
    }
}
