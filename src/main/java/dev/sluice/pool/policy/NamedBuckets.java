package dev.sluice.pool.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of callers by a name: a tenant, or a tag. Names without a rate of their own have the rate of {@code *},
 * each with its own bucket. At most {@value #MOST} such buckets exist; further names share one, so that no number of
 * names uses up the memory. Buckets that are full again are forgotten when their places are needed. Thread-safe.
 */
final class NamedBuckets {

    /** Maximum number of buckets. */
    static final int MOST = 1_000;

    /** The shortest time between two searches for full buckets. */
    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final Map<Rate, TokenBucket> shared = new ConcurrentHashMap<>();
    private final NamedRates rates;

    /** The time of the last search for full buckets, which costs as much as there are buckets. */
    private final AtomicLong lastSweep;

    NamedBuckets(NamedRates rates, long now) {
        this.rates = rates;
        this.lastSweep = new AtomicLong(now - SWEEP_NANOS);
    }

    /** Returns the bucket of a name, or null if there is no rate for it. */
    @Nullable
    TokenBucket of(String name, long now) {
        TokenBucket known = buckets.get(name);
        if (known != null) {
            return known;
        }
        Rate rate = rates.of(name);
        return rate == null ? null : make(name, rate, now);
    }

    private TokenBucket make(String name, Rate rate, long now) {
        long swept = lastSweep.get();
        if (buckets.size() >= MOST && now - swept >= SWEEP_NANOS && lastSweep.compareAndSet(swept, now)) {
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        // RACE: threads that come at the same time may exceed the maximum by one bucket each
        return buckets.size() < MOST || rates.byName().containsKey(name)
                ? buckets.computeIfAbsent(name, key -> new TokenBucket(rate, now))
                : shared.computeIfAbsent(rate, key -> new TokenBucket(rate, now));
    }

    int size() {
        return buckets.size();
    }
}
