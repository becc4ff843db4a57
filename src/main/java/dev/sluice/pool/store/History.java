package dev.sluice.pool.store;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last leases of one slot, at most {@value #KEPT}. Written by the slot's owner alone, with plain stores, so that
 * a lease costs almost nothing. RACE: other threads read without synchronization, and leave out entries that may be
 * half-written. The arrays grow on demand: a slot without leases has no history.
 *
 * <p>An entry stands for one lease, or for several consecutive leases with the same data.
 */
final class History {

    /** Maximum number of leases. Each has two events: together the number of events that the pool promises to keep. */
    static final int KEPT = 512;

    private static final int NUMBERS = 4;
    private static final int FIRST_SIZE = 2;

    private long[] numbers = {};
    private @Nullable Object[] notes = {};
    private long count; // number of entries so far; published by the slot's word

    /** Adds an entry for this number of leases with the same data. */
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
     * Passes the last leases to a visitor, oldest first. Leaves out entries that were overwritten during the call.
     *
     * @param total number of entries to consider: later entries are left out
     * @param most maximum number of leases
     */
    void each(long total, long most, LeaseVisitor visitor) {
        long[] seenNumbers = numbers.clone();
        @Nullable Object[] seenNotes = notes.clone();
        VarHandle.acquireFence();
        int size = Math.min(seenNotes.length, seenNumbers.length / NUMBERS);
        long end = size < KEPT ? Math.min(total, size) : total; // RACE: the arrays may be older than the count
        long oldest = size < KEPT ? 0 : Math.max(0, count - KEPT + 1);
        long first = end;
        long leases = 0;
        while (first > oldest && leases < most) {
            first--;
            leases += seenNumbers[at(first, size) + 3];
        }
        long tooMany = Math.max(0, leases - most); // number of leases to leave out of the oldest entry
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
