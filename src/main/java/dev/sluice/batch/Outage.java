package dev.sluice.batch;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a database that cannot be reached, shared by all workers of a run. During an outage one worker tries to
 * connect, at growing intervals with jitter. The other workers wait for the result. Thread-safe.
 */
final class Outage {

    private final BatchPlan plan;
    private final Ticker ticker;
    private final RetryBackoff backoff;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private boolean away; // Guarded by this, like all fields below
    private long since;
    private long nextTry;
    private int failures;
    private @Nullable Thread trying;
    private boolean stopped;

    Outage(BatchPlan plan, Ticker ticker, DoubleSupplier random) {
        this.plan = plan;
        this.ticker = ticker;
        backoff = new RetryBackoff(plan.firstBackoff(), plan.longestBackoff(), random);
    }

    /** Waits until the calling worker may try to connect. Returns false if the run ends before that. */
    boolean awaitTurn() {
        Thread thread = Thread.currentThread();
        waiting.add(thread);
        try {
            for (long nanos = untilTurn(thread); nanos != 0; nanos = untilTurn(thread)) {
                ticker.park(this, nanos);
            }
            return !isStopped();
        } finally {
            waiting.remove(thread);
        }
    }

    private synchronized long untilTurn(Thread thread) {
        if (!away || stopped) {
            return 0;
        }
        if (trying != null && trying != thread) {
            return Long.MAX_VALUE;
        }
        long left = nextTry - ticker.nanos();
        trying = thread;
        return Math.max(0, left);
    }

    /** Records that the calling worker could not connect. */
    synchronized void failed() {
        long now = ticker.nanos();
        if (!away) {
            away = true;
            since = now;
            failures = 0;
        }
        nextTry = now + Math.min(backoff.nanos(failures++), patienceLeft(now));
        yieldTurn();
    }

    /** Returns the time until the end of the permitted outage. An attempt at that time is the last one. */
    private long patienceLeft(long now) {
        Duration patience = plan.giveUpAfter();
        return patience.isZero() ? Long.MAX_VALUE : Math.max(0, since + patience.toNanos() - now);
    }

    /** Passes the turn of the calling worker on, after an attempt of any result. */
    synchronized void yieldTurn() {
        if (trying == Thread.currentThread()) {
            trying = null;
            wakeAll();
        }
    }

    /** Records that a worker has connected. */
    synchronized void over() {
        away = false;
        trying = null;
        wakeAll();
    }

    /** Ends all waits, because the run ends. */
    synchronized void stop() {
        stopped = true;
        wakeAll();
    }

    private void wakeAll() {
        waiting.forEach(ticker::unpark);
    }

    synchronized boolean isAway() {
        return away;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Returns whether the outage is longer than the plan allows. */
    synchronized boolean isTooLong() {
        Duration patience = plan.giveUpAfter();
        return away && !patience.isZero() && ticker.nanos() - since >= patience.toNanos();
    }
}
