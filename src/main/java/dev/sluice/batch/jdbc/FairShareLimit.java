package dev.sluice.batch.jdbc;

import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the leases of a batch to the connections that other callers leave: the maximum of the pool, less the recent
 * leases of other callers (see {@link ForeignLoad}), less one more if there are any. The next caller then need not
 * wait for the end of a chunk. Beside other callers a batch also takes no more leases than make it faster, see
 * {@link ConcurrencyProbe}. One lease is always allowed. Thread-safe.
 */
public final class FairShareLimit {

    /** The absence of a limit. */
    static final FairShareLimit NONE = new FairShareLimit(null, Ticker.system());

    private static final long BETWEEN_READINGS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable Supplier<PoolLoad> readings;
    private final Ticker ticker;
    private final ForeignLoad foreignLoad = new ForeignLoad(); // Guarded by this, like all fields below
    private final ConcurrencyProbe probe = new ConcurrencyProbe();
    private int mine;
    private boolean hasRead;
    private long readNanos;
    private int theirs;
    private int max;
    private int allowed;

    private FairShareLimit(@Nullable Supplier<PoolLoad> readings, Ticker ticker) {
        this.readings = readings;
        this.ticker = ticker;
    }

    /**
     * A reading of the pool.
     *
     * @param max maximum number of leases
     * @param leased number of leases
     * @param waiting number of other callers that wait
     */
    record PoolLoad(int max, int leased, int waiting) {}

    /** Returns the limit for a pool with these readings. */
    static FairShareLimit of(Supplier<PoolLoad> readings, Ticker ticker) {
        return new FairShareLimit(readings, ticker);
    }

    /**
     * Blocks until one more lease may be taken; returns false after the timeout or if the worker was called off.
     * After true the caller calls {@link #leave} when the lease is released.
     */
    boolean enter(Duration patience, BooleanSupplier calledOff) {
        Deadline deadline = Deadline.in(patience, ticker);
        while (!calledOff.getAsBoolean()) {
            if (tryEnter()) {
                return true;
            }
            long left = deadline.remainingNanos();
            if (left <= 0) {
                return false;
            }
            ticker.park(this, Math.min(left, REST_NANOS));
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return false;
    }

    private synchronized boolean tryEnter() {
        if (readings != null) {
            read(readings);
            allowed = allowed();
            if (mine >= allowed) {
                return false;
            }
        }
        mine++;
        return true;
    }

    /** Records that the lease was released, or could not be acquired. */
    synchronized void leave() {
        mine--;
    }

    /** Returns the maximum number of leases at the latest request; empty without a limit. */
    synchronized OptionalInt most() {
        return allowed == 0 ? OptionalInt.empty() : OptionalInt.of(allowed);
    }

    /** Returns the current time for {@link #done}. */
    long nanos() {
        return ticker.nanos();
    }

    /** Records a finished chunk, whose lease began at this time and ends now. */
    void done(long sinceNanos) {
        if (readings != null) {
            learn(sinceNanos, ticker.nanos());
        }
    }

    private synchronized void learn(long sinceNanos, long now) {
        probe.done(now - sinceNanos, mine, now);
    }

    private int allowed() {
        return theirs == 0 ? Math.max(1, max) : probe.limit(Math.max(1, max - theirs - 1), ticker.nanos());
    }

    private void read(Supplier<PoolLoad> pool) {
        long now = ticker.nanos();
        if (hasRead && now - readNanos < BETWEEN_READINGS_NANOS) {
            return;
        }
        hasRead = true;
        readNanos = now;
        PoolLoad read = pool.get();
        max = read.max();
        // Own leases are counted before their acquire and until after their release, so the foreign load is never
        // overestimated.
        theirs = foreignLoad.seen(Math.max(0, read.leased() - mine) + read.waiting(), now);
    }
}
