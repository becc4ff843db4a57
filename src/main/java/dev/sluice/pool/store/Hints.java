package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the slot that a thread took last. Threads that each take their own slot again do not contend for the
 * first slot. Threads share stripes, so a million virtual threads cost no more than ten. Reads and writes race,
 * because a wrong hint costs one failed check and nothing else.
 *
 * <p>The hints are used only while several threads use the pool at once, and are forgotten at regular intervals.
 * Otherwise the oldest free slot is handed out, so that slots that are not needed stay idle.
 */
final class Hints<R> {

    private static final int STRIPES = Integer.highestOneBit(
            Math.min(256, Math.max(64, Runtime.getRuntime().availableProcessors() * 16)));

    /** The distance of two stripes, in references of four bytes: two cache lines, which processors fetch in pairs. */
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

    /** Returns a hint at the slot that the thread took last; null without a hint. */
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

    /** Forgets all hints, and gives none until {@link #use()}. */
    void forget() {
        inUse = false;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = null;
        }
    }
}
