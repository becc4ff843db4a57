package dev.sluice.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long the machine delays a thread that is ready to run. A thread sleeps for a few milliseconds at a time
 * and records each delay of its wake-up. Such a thread runs before busy threads; delays that it does not notice are
 * read from the system: see {@link Starvation}. The pool is the cause of a long wait only as far as neither explains
 * it.
 */
public final class Lag implements AutoCloseable {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int KEPT = 1 << 14; // half a minute and more

    private final long[] wakeUps = new long[KEPT];
    private final long[] late = new long[KEPT];
    private final Thread watcher = new Thread(this::watch, "lag");
    private final Starvation starvation = new Starvation();
    private volatile int next;
    private volatile long recorded = System.nanoTime();
    private volatile boolean closed;

    /** Begins to watch. */
    public Lag() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD);
            long now = System.nanoTime();
            int index = next % KEPT;
            wakeUps[index] = now;
            late[index] = Math.max(0, now - last - 2 * PERIOD);
            next = next + 1; // by this thread only
            recorded = now;
            last = now;
        }
    }

    /**
     * Returns how much of the time between two moments was withheld from a thread, in nanoseconds. Blocks until both
     * watchers have recorded the second moment: a caller may run again before the watchers do when all of them were
     * stopped.
     */
    public long withheld(long from, long to) {
        while (!closed && (recorded - to < 0 || starvation.recorded() - to < 0)) {
            LockSupport.parkNanos(this, PERIOD);
        }
        return Math.max(starvation.between(from, to), lag(from, to));
    }

    private long lag(long from, long to) {
        long sum = 0;
        int end = next;
        for (int i = Math.max(0, end - KEPT + 1); i < end; i++) {
            if (wakeUps[i % KEPT] - from >= 0 && wakeUps[i % KEPT] - late[i % KEPT] - to <= 0) {
                sum += late[i % KEPT];
            }
        }
        return sum;
    }

    @Override
    public void close() {
        starvation.close();
        closed = true;
        LockSupport.unpark(watcher);
    }
}
