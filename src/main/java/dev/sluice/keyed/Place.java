package dev.sluice.keyed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place for one open resource: what the slots of the managed pool hold. Empty at first, then occupied by one entry to
 * its end; or taken away before. Thread-safe.
 */
final class Place<K, R> {

    private static final Object EMPTY = new Object();
    private static final Object TAKEN_AWAY = new Object();

    private final AtomicReference<Object> content = new AtomicReference<>(EMPTY);

    /** False if it was taken away in the moment in which it was acquired. */
    boolean occupy(Entry<K, R> entry) {
        return content.compareAndSet(EMPTY, entry);
    }

    /** True if it was empty: nobody gets to occupy it any more. */
    boolean takeAway() {
        return content.compareAndSet(EMPTY, TAKEN_AWAY);
    }

    /** Returns the entry that occupies the place, or null. */
    @SuppressWarnings("unchecked") // nothing else gets in
    @Nullable
    Entry<K, R> entry() {
        Object now = content.get();
        return now instanceof Entry ? (Entry<K, R>) now : null;
    }
}
