package dev.sluice.pool;

import dev.sluice.time.Interruption;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** The creations under way that stand for callers: each can be broken off by an interrupt. Thread-safe. */
final class CreationAttempts<R> {

    private final Set<Attempt> running = ConcurrentHashMap.newKeySet();

    /** The end of an attempt that no caller wanted any more; it is no failure of the resource. */
    static final class BrokenOff extends Exception {

        private static final long serialVersionUID = 1L;

        private BrokenOff(Throwable cause) {
            super("nobody waits for it any more", cause);
        }
    }

    /** A creation, begun by the thread that runs it. */
    private record Attempt(long sinceNanos, Interruption interruption) {}

    /**
     * Runs a creation.
     *
     * @throws BrokenOff if it was broken off, and failed for whatever reason then
     */
    R run(Callable<R> creation, long now) throws Exception {
        Attempt attempt = new Attempt(now, new Interruption());
        running.add(attempt);
        try {
            R resource = creation.call();
            attempt.interruption().end();
            return resource;
        } catch (Throwable t) {
            if (attempt.interruption().end()) {
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
            if (isUnwantedSince.test(attempt.sinceNanos())) {
                attempt.interruption().interrupt();
            }
        }
    }
}
