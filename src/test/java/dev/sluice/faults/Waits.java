package dev.sluice.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The callers that wait at the pool now. A thread looks at them again and again. Of a caller that is overdue it records
 * where the caller waits, for whose lock, and what the other threads of the pool do at that moment. Thread-safe.
 */
final class Waits implements AutoCloseable {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

    /** Sooner than a late caller is a violation, so that it is still waiting when it is looked at. */
    private static final long OVERDUE = Findings.GRACE.toNanos() / 2;

    private static final int FRAMES = 25;

    private final Map<Thread, Wait> now = new ConcurrentHashMap<>();
    private final Thread watcher = new Thread(this::watch, "waits");
    private volatile boolean closed;

    Waits() {
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The calling thread waits from now on, and means to do so no longer than the timeout. */
    Wait begin(Duration timeout) {
        Wait wait = new Wait(timeout);
        now.put(Thread.currentThread(), wait);
        return wait;
    }

    /** The wait of one caller. */
    final class Wait {

        private final Duration timeout;
        private final long begin = System.nanoTime();
        private volatile String seen = "";

        private Wait(Duration timeout) {
            this.timeout = timeout;
        }

        /** Ends the wait, by its own thread. */
        Ended end() {
            long end = System.nanoTime();
            now.remove(Thread.currentThread());
            return new Ended(begin, end, timeout, seen);
        }

        private boolean isOverdue() {
            return seen.isEmpty() && System.nanoTime() - begin - timeout.toNanos() > OVERDUE;
        }
    }

    /**
     * A wait that is over.
     *
     * @param seen what was recorded of it when it was overdue
     */
    record Ended(long begin, long end, Duration timeout, String seen) {}

    /** Returns whether a waiting caller was found overdue. */
    boolean hasSeenAny() {
        return now.values().stream().anyMatch(wait -> !wait.seen.isEmpty());
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD);
            now.forEach((thread, wait) -> {
                if (wait.isOverdue()) {
                    wait.seen = picture(thread);
                }
            });
        }
    }

    /** Without the locks that threads hold: to find these takes a walk through the heap, for which all have to wait. */
    private static String picture(Thread caller) {
        StringBuilder text = new StringBuilder();
        StringBuilder others = new StringBuilder();
        for (ThreadInfo info : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            boolean isCaller = info.getThreadId() == caller.getId();
            if (isCaller || isOfThePool(info)) {
                describe(info, isCaller ? text : others);
            }
        }
        return text.append(others).toString();
    }

    private static boolean isOfThePool(ThreadInfo info) {
        for (StackTraceElement frame : info.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.sluice.")) {
                return info.getThreadId() != Thread.currentThread().getId();
            }
        }
        return false;
    }

    private static void describe(ThreadInfo info, StringBuilder text) {
        text.append("      ").append(info.getThreadName()).append(' ').append(info.getThreadState());
        if (info.getLockName() != null) {
            text.append(" at ").append(info.getLockName()).append(" of ").append(info.getLockOwnerName());
        }
        text.append('\n');
        StackTraceElement[] frames = info.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append("        at ").append(frames[i]).append('\n');
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
