package dev.sluice.pool;

import dev.sluice.time.Interruption;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** The creations under way that stand for callers. An interrupt breaks a creation off. Thread-safe. */
final class CreationAttempts<R> {

    private final Set<RunningCreation> running = ConcurrentHashMap.newKeySet();

    /** Reports the end of an attempt that no caller wanted any more. The resource has not failed. */
    static final class BrokenOff extends Exception {

        private static final long serialVersionUID = 1L;

        private BrokenOff(Throwable cause) {
            super("cancelled: no caller waits for this creation any more", cause);
        }
    }

    /** A creation, made by the thread that runs it. */
    private record RunningCreation(long sinceNanos, Interruption interruption) {}

    /**
     * Runs a creation.
     *
     * @throws BrokenOff if the creation was broken off, and then failed for any reason
     */
    R run(Callable<R> creation, long now) throws Exception {
        RunningCreation attempt = new RunningCreation(now, new Interruption());
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

    /** Breaks off the creations that no caller waits for any more. The predicate receives the time of their begin. */
    void breakOff(LongPredicate isUnwantedSince) {
        for (RunningCreation attempt : running) {
            if (isUnwantedSince.test(attempt.sinceNanos())) {
                attempt.interruption().interrupt();
            }
        }
    }
}
