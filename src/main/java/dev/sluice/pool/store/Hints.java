package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * Remembers, roughly by thread, which slot was taken last: threads that each come back to their own slot do not
 * fight for the first one. Threads share stripes, so that a million virtual ones cost no more than ten; reads
 * and writes race, as a wrong hint costs a look and nothing else.
 *
 * <p>Only used while the pool is busy with more than one thread at a time, and forgotten in regular
 * intervals: otherwise the oldest free slot is handed out, so that those that are not needed grow idle.
 */
final class Hints<R> {

    private static final int STRIPES = Integer.highestOneBit(
            Math.min(256, Math.max(64, Runtime.getRuntime().availableProcessors() * 16)));

    /** In references of four bytes: two cache lines, as processors fetch them in pairs. */
    private static final int STRIDE = 32;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);

    private final @Nullable Slot<R>[] stripes = array();
    private boolean inUse;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of one class, filled with its slots only
    private static <R> @Nullable Slot<R>[] array() {
        return new Slot[(STRIPES + 1) * STRIDE];
    }

    private static int indexOf(Thread thread) {
        return ((int) ((thread.getId() * GOLDEN) >>> SHIFT) + 1) * STRIDE - STRIDE / 2;
    }

    /** Returns the slot that the thread took last, perhaps; null if the pool is quiet. */
    @Nullable
    Slot<R> of(Thread thread) {
        return inUse ? stripes[indexOf(thread)] : null;
    }

    void remember(Thread thread, Slot<R> slot) {
        if (inUse) {
            int index = indexOf(thread);
            if (stripes[index] != slot) {
                stripes[index] = slot;
            }
        }
    }

    /** Begins to give hints, because more than one thread uses the pool. */
    void use() {
        if (!inUse) {
            inUse = true;
        }
    }

    /** Forgets everything, until {@link #use()}. */
    void forget() {
        inUse = false;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = null;
        }
    }
}
