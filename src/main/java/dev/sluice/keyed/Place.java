package dev.sluice.keyed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place for one open resource: the resource of a slot of the managed pool. A place is empty at first, and then occupied
 * by one entry to its end, unless it is taken away before. Thread-safe.
 *
 * @param <E> the entries
 */
final class Place<E> {

    private static final Object EMPTY = new Object();
    private static final Object TAKEN_AWAY = new Object();

    private final AtomicReference<Object> content = new AtomicReference<>(EMPTY);

    /** Returns false if the place was taken away at the moment of its acquire. */
    boolean occupy(E entry) {
        return content.compareAndSet(EMPTY, entry);
    }

    /** Returns true if the place was empty; no entry can occupy it from then on. */
    boolean takeAway() {
        return content.compareAndSet(EMPTY, TAKEN_AWAY);
    }

    /** Returns the entry that occupies the place, or null. */
    @SuppressWarnings("unchecked") // nothing else gets in
    @Nullable
    E entry() {
        Object now = content.get();
        return now == EMPTY || now == TAKEN_AWAY ? null : (E) now;
    }
}
