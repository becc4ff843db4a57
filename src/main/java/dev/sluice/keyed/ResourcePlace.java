package dev.sluice.keyed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place for one open resource: the resource of a slot of the managed pool. A place is empty at first. One entry then
 * occupies it until the end of the place, unless the place is revoked before. Thread-safe.
 *
 * @param <E> the entries
 */
final class ResourcePlace<E> {

    private static final Object EMPTY = new Object();
    private static final Object TAKEN_AWAY = new Object();

    private final AtomicReference<Object> content = new AtomicReference<>(EMPTY);

    /** Returns false if the place was revoked at the moment of its acquire. */
    boolean occupy(E entry) {
        return content.compareAndSet(EMPTY, entry);
    }

    /**
     * Revokes an empty place and returns true; no entry can occupy it afterwards. Returns false if it was not empty.
     */
    boolean takeAway() {
        return content.compareAndSet(EMPTY, TAKEN_AWAY);
    }

    /** Returns the entry that occupies the place, or null. */
    @SuppressWarnings("unchecked") // the only other contents are the two markers
    @Nullable
    E entry() {
        Object now = content.get();
        return now == EMPTY || now == TAKEN_AWAY ? null : (E) now;
    }
}
