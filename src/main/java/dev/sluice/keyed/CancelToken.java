package dev.sluice.keyed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cancels acquires from another thread. A cancelled token ends the waits of its acquires at once and refuses later
 * acquires, even for an open resource. One token may serve any number of acquires, threads and pools. Cancellation is
 * final. Thread-safe.
 */
public final class CancelToken {

    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Cancels the token; further calls have no effect. Never blocks. */
    public void cancel() {
        cancelled = true;
        waiting.forEach(Runnable::run);
    }

    /** Returns whether the token was cancelled. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Adds an action that wakes a caller. RACE: the token may be cancelled during this call, so the caller must check
     * {@link #isCancelled()} afterwards.
     */
    void add(Runnable wake) {
        waiting.add(wake);
    }

    void remove(Runnable wake) {
        waiting.remove(wake);
    }
}
