package dev.sluice.batch.jdbc;

import java.util.concurrent.TimeUnit;

/**
 * Finds the number of leases up to which a batch becomes faster. Beyond that number each lease only slows the other
 * chunks, and takes capacity from other callers.
 *
 * <p>A search begins with one lease, to measure a chunk without interference. It doubles the leases while each does at
 * least {@value #WORTH} of the work of a single lease. Otherwise it reduces them to the number that would do the same
 * work without interference. The result is kept for ten seconds, or ten times the duration of the search; each
 * confirmation doubles that time, up to {@value #MOST_DOUBLINGS} times. If chunks take {@value #WORSE} times as long, a
 * new search begins earlier, after ten seconds at the earliest. A search that has reached the free leases continues
 * when more are free. Guarded by its owner.
 */
final class ConcurrencyProbe {

    private static final double WORTH = 0.8;
    private static final double TOO_GOOD = 1.25;
    private static final int CHUNKS_FOR_EACH = 6;
    private static final long LEAST_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LEAST_KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int KEPT_FOR_SEARCH = 10;
    private static final int MOST_DOUBLINGS = 4;
    private static final double WORSE = 1.5;

    /** The phase of the search. */
    private enum Phase {
        /** The search has not begun. */
        NEW,
        /** The search tries the limit. */
        TRYING,
        /** Every free lease makes the batch faster. */
        AT_MOST,
        /** More leases than the limit do not make the batch faster. */
        FOUND
    }

    private Phase state = Phase.NEW;
    private int limit = 1;
    private int scaled = 1;
    private int most = 1;
    private double aloneNanos;
    private long searchNanos;
    private long keptNanos;
    private long keptForNanos;
    private int foundBefore;
    private int doublings;
    private double foundNanos;
    private long windowNanos;
    private int chunks;
    private double chunksNanos;

    /** Returns the current limit, of the given number of possible leases. */
    int limit(int free, long now) {
        most = free;
        boolean isKept = state == Phase.AT_MOST || state == Phase.FOUND;
        if (state == Phase.NEW || (isKept && now - keptNanos >= keptForNanos)) {
            searchNanos = now;
            alone(now);
        } else if (state == Phase.AT_MOST && free > limit) {
            searchNanos = now;
            more(now);
        }
        return Math.min(limit, free);
    }

    /** Records the duration of a chunk and the number of chunks under way. */
    void done(long tookNanos, int underWay, long now) {
        if (underWay > limit) {
            open(now); // chunks of the previous step still interfere
            return;
        }
        if (now - tookNanos - windowNanos < 0) {
            return;
        }
        chunks++;
        chunksNanos += tookNanos;
        if (chunks >= CHUNKS_FOR_EACH * limit && now - windowNanos >= LEAST_WINDOW_NANOS) {
            double meanNanos = chunksNanos / chunks;
            open(now);
            if (state == Phase.TRYING) {
                judge(meanNanos, now);
            } else {
                watch(meanNanos);
            }
        }
    }

    /** Lowers the limit if the same number of leases takes longer than before. */
    private void watch(double meanNanos) {
        if (foundNanos == 0) {
            foundNanos = meanNanos;
        } else if (meanNanos > WORSE * foundNanos) {
            keptForNanos = LEAST_KEPT_NANOS;
            doublings = 0;
        }
    }

    private void judge(double meanNanos, long now) {
        if (limit == 1) {
            aloneNanos = meanNanos;
        }
        double each = aloneNanos / meanNanos;
        limit = Math.min(limit, most); // no more were tried if fewer were free
        if (each > TOO_GOOD) {
            alone(now); // the measurement of a single lease is outdated
        } else if (each < WORTH) {
            limit = Math.max(scaled, (int) (limit * each));
            keep(Phase.FOUND, now);
        } else if (limit >= most) {
            keep(Phase.AT_MOST, now);
        } else {
            more(now);
        }
    }

    private void alone(long now) {
        attempt(1, 1, now);
    }

    private void more(long now) {
        attempt(Math.min(2 * limit, most), limit, now);
    }

    private void attempt(int leases, int known, long now) {
        state = Phase.TRYING;
        limit = leases;
        scaled = known;
        open(now);
    }

    private void open(long now) {
        windowNanos = now;
        chunks = 0;
        chunksNanos = 0;
    }

    private void keep(Phase found, long now) {
        doublings = limit == foundBefore ? Math.min(doublings + 1, MOST_DOUBLINGS) : 0;
        foundBefore = limit;
        foundNanos = 0;
        state = found;
        keptNanos = now;
        keptForNanos = Math.max(LEAST_KEPT_NANOS, KEPT_FOR_SEARCH * (now - searchNanos)) << doublings;
    }
}
