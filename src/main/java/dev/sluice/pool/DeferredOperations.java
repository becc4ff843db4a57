package dev.sluice.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations to run after the current one, in the order of their arrival. No caller waits for them, and there is at
 * most one of each kind. Thread-safe.
 */
final class DeferredOperations {

    private final Map<String, PendingOperation> waiting = new LinkedHashMap<>(); // Guarded by this

    /**
     * An operation that may run later.
     *
     * @param kind the kind of the operation; at most one of each kind waits
     */
    record PendingOperation(String kind, Runnable operation) {}

    /** Adds an operation, unless one of the same kind waits already. */
    synchronized void add(PendingOperation deferred) {
        waiting.putIfAbsent(deferred.kind(), deferred);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Removes and returns the first operation, or null if none waits. */
    synchronized @Nullable PendingOperation poll() {
        if (waiting.isEmpty()) {
            return null;
        }
        PendingOperation first = waiting.values().iterator().next();
        waiting.remove(first.kind());
        return first;
    }
}
