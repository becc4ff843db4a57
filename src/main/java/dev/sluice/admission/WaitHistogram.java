package dev.sluice.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of waits, with an error of at most 1/16 of each wait. Takes 8 KiB for any number of waits, and none
 * before the first. Thread-safe; a reading during a recording may miss the latest waits.
 */
public final class WaitHistogram {

    /** Number of steps between a power of two and the next one. */
    private static final int STEPS = 16;

    private static final int STEP_BITS = 4;

    /** Number of places of a distribution: {@link #addTo} needs an array of this length. */
    public static final int PLACES = (Long.SIZE - STEP_BITS) * STEPS;

    private volatile @Nullable AtomicLongArray counts; // null before the first wait; written under this
    private final LongAdder count = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    /** Records a wait. */
    public void record(long nanos) {
        long wait = Math.max(0, nanos);
        counts().incrementAndGet(indexOf(wait));
        count.increment();
        totalNanos.add(wait);
        longestNanos.accumulate(wait);
    }

    private AtomicLongArray counts() {
        AtomicLongArray present = counts;
        return present == null ? begin() : present;
    }

    private synchronized AtomicLongArray begin() {
        AtomicLongArray present = counts;
        if (present == null) {
            present = new AtomicLongArray(PLACES);
            counts = present;
        }
        return present;
    }

    /** Returns the number of waits. */
    public long count() {
        return count.sum();
    }

    /** Returns the sum of all waits. */
    public Duration total() {
        return Duration.ofNanos(totalNanos.sum());
    }

    /** Returns the longest wait, exactly. */
    public Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** Returns the wait that this share of all waits does not exceed, such as 0.99; zero without waits. */
    public Duration percentile(double share) {
        AtomicLongArray now = counts;
        if (now == null) {
            return Duration.ZERO;
        }
        long all = 0;
        for (int i = 0; i < now.length(); i++) {
            all += now.get(i);
        }
        long wanted = Math.max(1, (long) Math.ceil(all * share));
        long seen = 0;
        for (int i = 0; i < now.length(); i++) {
            seen += now.get(i);
            if (seen >= wanted) {
                return Duration.ofNanos(Math.min(largestOf(i), longestNanos.get()));
            }
        }
        return Duration.ZERO;
    }

    /** Adds the number of waits at each place to the sums, which have {@link #PLACES} elements. */
    public void addTo(long[] sums) {
        AtomicLongArray now = counts;
        for (int i = 0; now != null && i < PLACES; i++) {
            sums[i] += now.get(i);
        }
    }

    /** Returns the wait in nanoseconds that this share of the waits at the places does not exceed; 0 without waits. */
    public static long percentile(long[] waits, double share) {
        long all = 0;
        for (long each : waits) {
            all += each;
        }
        long wanted = Math.max(1, (long) Math.ceil(all * share));
        long seen = 0;
        for (int i = 0; i < waits.length; i++) {
            seen += waits[i];
            if (seen >= wanted) {
                return largestOf(i);
            }
        }
        return 0;
    }

    /** Returns the number of waits up to the limit, of which those close below the limit may be missing. */
    public long upTo(Duration limit) {
        AtomicLongArray now = counts;
        long nanos = limit.toNanos();
        long sum = 0;
        for (int i = 0; now != null && i < now.length() && largestOf(i) <= nanos; i++) {
            sum += now.get(i);
        }
        return sum;
    }

    /** Returns the place of a wait: the first ones are exact, then each power of two has the same number of places. */
    private static int indexOf(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) ((nanos >> shift) - STEPS);
    }

    private static long largestOf(int index) {
        if (index < STEPS) {
            return index;
        }
        int shift = index / STEPS - 1;
        return ((index % STEPS + STEPS + 1L) << shift) - 1;
    }
}
