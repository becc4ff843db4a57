package dev.sluice.pool.store;

import dev.sluice.pool.store.Occupancy.Visitor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last leases of one slot, at most {@value #KEPT}. Written by the slot's owner alone, with plain stores, so
 * that it costs next to nothing; others read it racily and leave out what may be half-written. It is as large as
 * it has to be: a slot that is never used has none.
 */
final class History {

    /** Two events each: as many as the pool promises to remember. */
    static final int KEPT = 512;

    private static final int NUMBERS = 3;
    private static final int FIRST_SIZE = 8;

    private long[] numbers = {};
    private @Nullable Object[] notes = {};
    private long count; // published by the slot's word

    void add(long lentNanos, long backNanos, long waitedNanos, @Nullable Object note) {
        long total = count;
        if (total >= notes.length && total < KEPT) {
            grow();
        }
        int index = (int) (total & (notes.length - 1));
        int at = index * NUMBERS;
        numbers[at + 2] = waitedNanos;
        numbers[at + 1] = backNanos;
        numbers[at] = lentNanos;
        if (notes[index] != note) {
            notes[index] = note;
        }
        count = total + 1;
    }

    private void grow() {
        int size = notes.length == 0 ? FIRST_SIZE : notes.length * 2;
        numbers = Arrays.copyOf(numbers, size * NUMBERS);
        notes = Arrays.copyOf(notes, size);
    }

    /** Oldest first; without the one that is being overwritten while we look. */
    void each(Visitor visitor) {
        long total = count;
        long[] seenNumbers = numbers;
        @Nullable Object[] seenNotes = notes;
        int size = Math.min(seenNotes.length, seenNumbers.length / NUMBERS);
        long last = size < KEPT ? Math.min(total, size) : total; // the arrays may be older than the count
        for (long i = Math.max(0, last - KEPT + 1); i < last; i++) {
            int index = (int) (i & (size - 1));
            int at = index * NUMBERS;
            visitor.lease(seenNumbers[at], seenNumbers[at + 1], seenNumbers[at + 2], seenNotes[index]);
        }
    }
}
