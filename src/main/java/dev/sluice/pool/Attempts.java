package dev.sluice.pool;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The creations under way that stand for callers: each can be broken off by an interrupt. Thread-safe. */
final class Attempts<R> {

    private final Set<Attempt> running = ConcurrentHashMap.newKeySet();

    /** It says nothing about the resource: nobody wanted it any more. */
    static final class BrokenOff extends Exception {

        private static final long serialVersionUID = 1L;

        private BrokenOff(Throwable cause) {
            super("nobody waits for it any more", cause);
        }
    }

    /** One creation, on the thread that runs it. */
    private static final class Attempt {

        final long sinceNanos;
        private @Nullable Thread thread = Thread.currentThread(); // Guarded by this; null once it has ended
        private boolean brokenOff; // Guarded by this

        Attempt(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        synchronized void breakOff() {
            if (thread != null && !brokenOff) {
                brokenOff = true;
                thread.interrupt();
            }
        }

        /** No interrupt comes after this; one that came was for the creation, and is taken back. */
        synchronized boolean end() {
            thread = null;
            if (brokenOff) {
                Thread.interrupted();
            }
            return brokenOff;
        }
    }

    /**
     * Runs a creation.
     *
     * @throws BrokenOff if it was broken off, and failed for whatever reason then
     */
    R run(Callable<R> creation, long now) throws Exception {
        Attempt attempt = new Attempt(now);
        running.add(attempt);
        try {
            R resource = creation.call();
            attempt.end();
            return resource;
        } catch (Throwable t) {
            if (attempt.end()) {
                throw new BrokenOff(t);
            }
            throw t;
        } finally {
            running.remove(attempt);
        }
    }

    /** Breaks off those for which nobody waits any more, by when they began. */
    void breakOff(LongPredicate isUnwantedSince) {
        for (Attempt attempt : running) {
            if (isUnwantedSince.test(attempt.sinceNanos)) {
                attempt.breakOff();
            }
        }
    }
}
