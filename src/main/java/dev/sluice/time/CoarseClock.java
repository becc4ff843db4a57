package dev.sluice.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link System#nanoTime()}, read once a millisecond by one daemon thread for everybody: reading the real
 * clock costs more than all the rest of an uncontended acquire. While nobody asks, the thread sleeps; the
 * first question after that is answered by the real clock and wakes it. When nobody has asked for longer it ends, and with
 * it what keeps its classes loaded; the next question begins another one. Thread-safe.
 */
final class CoarseClock {

    private static final long PERIOD_NANOS = 1_000_000;

    /** The real clock may show this value, too, for a nanosecond: then it is asked once more than needed. */
    private static final long ASLEEP = 0;

    /** So many periods without a question, and the thread goes to sleep. */
    private static final int PATIENCE = 100;

    /** It sleeps for so long before it ends. */
    private static final Duration SLEEP = Duration.ofSeconds(2);

    private final long sleepNanos;

    private volatile long now = ASLEEP;

    /** Set by readers, only if it is not set: nearly all of them write nothing. */
    private boolean asked;

    private volatile @Nullable Thread thread; // Written under this

    CoarseClock() {
        this(SLEEP);
    }

    /** Whose thread ends after so long a sleep. */
    CoarseClock(Duration sleep) {
        sleepNanos = sleep.toNanos();
    }

    /** Whether its thread does nothing, or there is none. */
    boolean isAsleep() {
        return now == ASLEEP;
    }

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
            Thread fresh = new Thread(null, this::run, "sluice-clock", 0, false);
            fresh.setContextClassLoader(null); // of whoever happened to ask first
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
    }

    private void run() {
        boolean wanted = true;
        while (wanted) {
            tick();
            now = ASLEEP;
            // RACE: a reader that saw the last value may have asked without waking us; its answer was right then, and
            // the
            // next reader sees that we sleep. One that wakes us while we end has its answer, too, and the next one sees
            // that
            // we are gone.
            wanted = sleep();
        }
    }

    /** As long as somebody asks. */
    private void tick() {
        for (int quiet = 0; quiet < PATIENCE; quiet++) {
            if (asked) {
                asked = false;
                quiet = 0;
            }
            now = System.nanoTime();
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    /** Until somebody asks; false if nobody does. */
    private boolean sleep() {
        asked = false;
        long start = System.nanoTime();
        long left = sleepNanos;
        while (!asked && left > 0) {
            LockSupport.parkNanos(this, left);
            left = sleepNanos - (System.nanoTime() - start);
        }
        return asked;
    }
}
