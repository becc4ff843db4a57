package dev.sluice.keyed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls off acquires from outside: those that wait with it end at once, those that come with it later are refused, even
 * if what they ask for is there. One token may serve any number of acquires, of any threads and pools; it cannot be
 * used again once it is cancelled. Thread-safe.
 */
public final class CancelToken {

    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Cancels; does nothing the second time. Never blocks. */
    public void cancel() {
        cancelled = true;
        waiting.forEach(Runnable::run);
    }

    /** Returns whether the token was cancelled. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Adds an action that wakes a caller. RACE: the token may be cancelled meanwhile; the caller reads it after this
     * call.
     */
    void add(Runnable wake) {
        waiting.add(wake);
    }

    void remove(Runnable wake) {
        waiting.remove(wake);
    }
}
