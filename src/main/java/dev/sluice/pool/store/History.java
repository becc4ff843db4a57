package dev.sluice.pool.store;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last leases of one slot, at most {@value #KEPT}. Written by the slot's owner alone, with plain stores, so
 * that it costs next to nothing; others read it racily and leave out what may be half-written. It is as large as
 * it has to be: a slot that is never used has none.
 *
 * <p>An entry stands for one lease, or for several in a row that look the same.
 */
final class History {

    /** Two events each: as many as the pool promises to remember. */
    static final int KEPT = 512;

    private static final int NUMBERS = 4;
    private static final int FIRST_SIZE = 2;

    private long[] numbers = {};
    private @Nullable Object[] notes = {};
    private long count; // of entries; published by the slot's word

    /** So many leases that look like this. */
    void add(long leases, long lentNanos, long backNanos, long waitedNanos, @Nullable Object note) {
        long total = count;
        if (total >= notes.length && total < KEPT) {
            grow();
        }
        int index = (int) (total & (notes.length - 1));
        int at = index * NUMBERS;
        numbers[at + 3] = leases;
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

    /** Returns the number of entries so far. */
    long entries() {
        return count;
    }

    /**
     * The last leases up to that entry, at most so many, oldest first; without the entries that were overwritten
     * while we looked.
     */
    void each(long total, long most, LeaseVisitor visitor) {
        long[] seenNumbers = numbers.clone();
        @Nullable Object[] seenNotes = notes.clone();
        VarHandle.acquireFence();
        int size = Math.min(seenNotes.length, seenNumbers.length / NUMBERS);
        long end = size < KEPT ? Math.min(total, size) : total; // the arrays may be older than the count
        long oldest = size < KEPT ? 0 : Math.max(0, count - KEPT + 1);
        long first = end;
        long leases = 0;
        while (first > oldest && leases < most) {
            first--;
            leases += seenNumbers[at(first, size) + 3];
        }
        long tooMany = Math.max(0, leases - most); // of the oldest entry that is shown
        for (long i = first; i < end; i++) {
            int at = at(i, size);
            long shown = Math.min(most, seenNumbers[at + 3] - tooMany);
            tooMany = 0;
            for (long n = 0; n < shown; n++) {
                visitor.lease(seenNumbers[at], seenNumbers[at + 1], seenNumbers[at + 2], seenNotes[at / NUMBERS]);
            }
        }
    }

    private static int at(long entry, int size) {
        return (int) (entry & (size - 1)) * NUMBERS;
    }
}
