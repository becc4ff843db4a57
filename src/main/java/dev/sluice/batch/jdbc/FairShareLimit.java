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
 * Has a batch take no more leases at a time than the others leave: the pool's maximum, less what they have or had of late
 * (see {@link ForeignLoad}), less one if they had any. A batch that took all that is free at the moment would have the next of
 * them wait for the end of a chunk. Nor does it take more beside them than make it faster, see {@link ConcurrencyProbe}. One
 * lease it may always have. Thread-safe.
 */
public final class FairShareLimit {

    /** Leases are taken as they come. */
    static final FairShareLimit NONE = new FairShareLimit(null, Ticker.system());

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable Supplier<Look> looks;
    private final Ticker ticker;
    private final ForeignLoad foreignLoad = new ForeignLoad(); // Guarded by this, like all below
    private final ConcurrencyProbe probe = new ConcurrencyProbe();
    private int mine;
    private boolean hasLooked;
    private long lookedNanos;
    private int theirs;
    private int max;
    private int allowed;

    private FairShareLimit(@Nullable Supplier<Look> looks, Ticker ticker) {
        this.looks = looks;
        this.ticker = ticker;
    }

    /**
     * A reading of the pool.
     *
     * @param max maximum number of leases
     * @param leased number of leases
     * @param waiting number of other callers that wait
     */
    record Look(int max, int leased, int waiting) {}

    /** Towards the others of a pool that looks so. */
    static FairShareLimit of(Supplier<Look> looks, Ticker ticker) {
        return new FairShareLimit(looks, ticker);
    }

    /**
     * Returns when one more lease may be taken; false if that is not so in time, or nobody wants it any more. Who got true
     * calls {@link #leave} when the lease is given back.
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
        if (looks != null) {
            look(looks);
            allowed = allowed();
            if (mine >= allowed) {
                return false;
            }
        }
        mine++;
        return true;
    }

    /** The lease that was entered for is given back, or was not to be had. */
    synchronized void leave() {
        mine--;
    }

    /** Returns the maximum number of leases at the latest request; empty without a limit. */
    synchronized OptionalInt most() {
        return allowed == 0 ? OptionalInt.empty() : OptionalInt.of(allowed);
    }

    /** When it is, as {@link #done} wants it. */
    long nanos() {
        return ticker.nanos();
    }

    /** A chunk is done, over a lease that was there since then and is about to be given back. */
    void done(long sinceNanos) {
        if (looks != null) {
            learn(sinceNanos, ticker.nanos());
        }
    }

    private synchronized void learn(long sinceNanos, long now) {
        probe.done(now - sinceNanos, mine, now);
    }

    private int allowed() {
        return theirs == 0 ? Math.max(1, max) : probe.limit(Math.max(1, max - theirs - 1), ticker.nanos());
    }

    private void look(Supplier<Look> pool) {
        long now = ticker.nanos();
        if (hasLooked && now - lookedNanos < BETWEEN_LOOKS_NANOS) {
            return;
        }
        hasLooked = true;
        lookedNanos = now;
        Look look = pool.get();
        max = look.max();
        // Ours are counted before they are leased and after they are returned, so others are never taken for more.
        theirs = foreignLoad.seen(Math.max(0, look.leased() - mine) + look.waiting(), now);
    }
}
