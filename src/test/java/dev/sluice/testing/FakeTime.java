package dev.sluice.testing;

import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Time that stands still until the test moves it; timers run on the thread that does. */
public final class FakeTime implements Ticker, Timer {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    /** Runs whenever wall time is read: a way into the middle of what is being tested. */
    public volatile Runnable onInstant = () -> {};

    /**
     * True if a wait moves time by its own length, on the waiting thread: time then stands still while that thread
     * works. Otherwise a wait ends after the test has moved time.
     */
    public volatile boolean movedByWaits;

    private final Set<Thread> parked = ConcurrentHashMap.newKeySet();
    private final List<Task> tasks = new ArrayList<>(); // Guarded by this
    private volatile long nanos;

    private static final class Task {
        final Runnable action;
        final long periodNanos;
        long dueNanos;

        Task(Runnable action, long dueNanos, long periodNanos) {
            this.action = action;
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
        }
    }

    /** Moves time on, in steps from timer to timer. */
    public void advance(Duration by) {
        long end = nanos + by.toNanos();
        for (Runnable due = nextUntil(end); due != null; due = nextUntil(end)) {
            parked.forEach(LockSupport::unpark);
            due.run();
        }
        moveTo(end);
        parked.forEach(LockSupport::unpark);
    }

    /** Time never goes back: a task, or another thread, may have moved it farther. */
    private synchronized void moveTo(long moment) {
        if (moment - nanos > 0) { // not by comparison: the clock may pass the largest number
            nanos = moment;
        }
    }

    /** Moves time to that of the next task, which is no longer due then. */
    private synchronized Runnable nextUntil(long end) {
        Task due = tasks.stream()
                .filter(task -> task.dueNanos - end <= 0)
                .min(Comparator.comparingLong(task -> task.dueNanos - end))
                .orElse(null);
        if (due == null) {
            return null;
        }
        moveTo(due.dueNanos);
        tasks.remove(due);
        if (due.periodNanos > 0) {
            due.dueNanos += due.periodNanos;
            tasks.add(due);
        }
        return due.action;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        onInstant.run();
        return START.plusNanos(nanos);
    }

    @Override
    public void park(Object blocker, long forNanos) {
        if (movedByWaits) {
            advance(Duration.ofNanos(forNanos));
            return;
        }
        parked.add(Thread.currentThread());
        try {
            // bounded, so that a wake-up between the check and the park costs a moment, not the test
            LockSupport.parkNanos(blocker, Duration.ofMillis(1).toNanos());
        } finally {
            parked.remove(Thread.currentThread());
        }
    }

    @Override
    public Scheduled once(Duration delay, Runnable task) {
        return add(new Task(task, nanos + delay.toNanos(), 0));
    }

    @Override
    public Scheduled every(Duration period, Runnable task) {
        return add(new Task(task, nanos + period.toNanos(), period.toNanos()));
    }

    private synchronized Scheduled add(Task task) {
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
