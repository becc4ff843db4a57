package dev.sluice.pool.policy;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were taken from a bucket ahead, in stripes, so that threads on several cores do not contend for one number
 * at each acquire. All stripes together hold at most a {@value #PARTS}th of the burst. Thread-safe, without locks.
 */
final class TokenReserve {

    /** The burst is this many times as large as all stripes together. */
    static final int PARTS = 64;

    /** The smallest batch that is worth a reserve. */
    private static final int SMALLEST_BATCH = 8;

    private static final int STRIPES =
            Integer.highestOneBit(Math.min(64, Runtime.getRuntime().availableProcessors() * 4));

    /** The distance of two stripes, in numbers of eight bytes: two cache lines, which processors fetch in pairs. */
    private static final int STRIDE = 16;

    private final AtomicLongArray tokens = new AtomicLongArray((STRIPES + 1) * STRIDE);
    private final int batch;

    private TokenReserve(int batch) {
        this.batch = batch;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            tokens.set(index(stripe), batch);
        }
    }

    /** Returns a full reserve for a bucket, or null if the burst is too small for one. */
    static @Nullable TokenReserve of(Rate rate) {
        int batch = rate.burst() / PARTS / STRIPES;
        return batch < SMALLEST_BATCH ? null : new TokenReserve(batch);
    }

    /** Returns the number of tokens that a stripe takes from the bucket at once. */
    int batch() {
        return batch;
    }

    /** Returns the maximum number of tokens in all stripes. */
    int most() {
        return batch * STRIPES;
    }

    /** Takes a token from the stripe of the calling thread. */
    boolean take() {
        return take(own());
    }

    /** Takes a token from any stripe. */
    boolean takeAny() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            if (take(index(stripe))) {
                return true;
            }
        }
        return false;
    }

    /** Adds the rest of a batch to the stripe of the calling thread; returns the number that it does not hold. */
    long add(long more) {
        int index = own();
        while (true) {
            long before = tokens.get(index);
            long after = Math.min(batch, before + more);
            if (tokens.compareAndSet(index, before, after)) {
                return before + more - after;
            }
        }
    }

    private boolean take(int index) {
        for (long left = tokens.get(index); left > 0; left = tokens.get(index)) {
            if (tokens.compareAndSet(index, left, left - 1)) {
                return true;
            }
        }
        return false;
    }

    private static int own() {
        return index((int) Thread.currentThread().getId() & (STRIPES - 1));
    }

    private static int index(int stripe) {
        return (stripe + 1) * STRIDE;
    }
}
