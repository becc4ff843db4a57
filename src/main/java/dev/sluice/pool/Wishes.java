package dev.sluice.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations that nobody waits for, until the one that runs has ended: one of each kind, in the order they came. Thread-safe. */
final class Wishes {

    private final Map<String, Wish> waiting = new LinkedHashMap<>(); // Guarded by this

    /**
     * An operation that may come later.
     *
     * @param kind of one kind, one is enough
     */
    record Wish(String kind, Runnable operation) {}

    /** Keeps it, unless one of its kind waits already. */
    synchronized void add(Wish wish) {
        waiting.putIfAbsent(wish.kind(), wish);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes the first one; null if there is none. */
    synchronized @Nullable Wish poll() {
        if (waiting.isEmpty()) {
            return null;
        }
        Wish first = waiting.values().iterator().next();
        waiting.remove(first.kind());
        return first;
    }
}
