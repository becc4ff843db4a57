package dev.sluice.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A copy of {@link System#nanoTime()}, updated every millisecond by one daemon thread for all callers. To read the real
 * clock costs more than the rest of an uncontended acquire. Without readers, the thread sleeps; the next reader reads
 * the real clock and wakes the thread. After a longer sleep the thread ends, so that it does not keep its classes
 * loaded; the next reader starts another thread. Thread-safe.
 */
final class CoarseClock {

    private static final long PERIOD_NANOS = 1_000_000;

    /**
     * The value for "no time". The real clock may show this value, too, for a nanosecond, and is then read once more
     * than needed.
     */
    private static final long ASLEEP = 0;

    /** Number of periods without a read after which the thread sleeps. */
    private static final int PATIENCE = 100;

    /** Length of the sleep after which the thread ends. */
    private static final Duration SLEEP = Duration.ofSeconds(2);

    private final long sleepNanos;

    private volatile long now = ASLEEP;

    /** Set by a reader if it is not set, so that nearly all readers write nothing. RACE: not volatile, on purpose. */
    private boolean asked;

    private volatile @Nullable Thread thread; // Written under this

    CoarseClock() {
        this(SLEEP);
    }

    /** Creates a clock whose thread ends after a sleep of this length. */
    CoarseClock(Duration sleep) {
        sleepNanos = sleep.toNanos();
    }

    /** Returns whether the thread sleeps, or none exists. */
    boolean isAsleep() {
        return now == ASLEEP;
    }

    /** Returns the current thread of the clock, or its last one; null before the first read. */
    @Nullable
    Thread thread() {
        return thread;
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
            fresh.setContextClassLoader(null); // not the class loader of the first reader
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
            // RACE: a reader that saw the last value may have requested the time without waking this thread. Its answer
            // was right at that moment, and the next reader sees that the thread sleeps. A reader that wakes the thread
            // while it ends has its answer, too, and the next reader sees that the thread has ended.
            wanted = sleep();
        }
    }

    /** Updates the time while threads read it. */
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

    /** Sleeps until a thread reads the time. Returns false if no thread does within the limit. */
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
