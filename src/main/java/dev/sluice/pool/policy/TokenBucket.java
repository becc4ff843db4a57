package dev.sluice.pool.policy;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of tokens that refills at a rate and holds at most the burst. It is full at first. The whole state is one
 * number: the time at which the bucket will be full again (the generic cell rate algorithm of ITU-T I.371). A large
 * bucket has a {@link TokenReserve}: after a pause, at most that part of the burst is missing. Thread-safe, without
 * locks.
 */
final class TokenBucket {

    private final Rate rate;
    private final long intervalNanos;
    private final long depthNanos;
    private final AtomicLong fullAt;
    private final @Nullable TokenReserve reserve;

    TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.intervalNanos = rate.intervalNanos();
        this.reserve = TokenReserve.of(rate);
        this.depthNanos = rate.depthNanos() - (reserve == null ? 0 : reserve.most() * intervalNanos);
        this.fullAt = new AtomicLong(now);
    }

    /** Takes a token. Returns 0, or the nanoseconds until a token is there, without taking one. */
    long take(long now) {
        TokenReserve ahead = reserve;
        if (ahead == null) {
            return take(1, now);
        }
        if (ahead.take()) {
            return 0;
        }
        if (take(ahead.batch(), now) == 0) {
            giveBack(ahead.add(ahead.batch() - 1L));
            return 0;
        }
        long lacking = take(1, now);
        return lacking == 0 || ahead.takeAny() ? 0 : lacking;
    }

    private long take(int count, long now) {
        while (true) {
            long before = fullAt.get();
            long after = (before - now > 0 ? before : now) + count * intervalNanos;
            long lacking = after - now - depthNanos;
            if (lacking > 0) {
                return lacking;
            }
            if (fullAt.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Gives a token back that was taken for a caller that another bucket has refused. */
    void giveBack() {
        giveBack(1);
    }

    private void giveBack(long count) {
        if (count > 0) {
            fullAt.addAndGet(-count * intervalNanos);
        }
    }

    /** Returns whether the bucket is as full as a new one. */
    boolean isFull(long now) {
        return fullAt.get() - now <= 0;
    }

    Rate rate() {
        return rate;
    }
}
