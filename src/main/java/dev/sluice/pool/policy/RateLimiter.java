package dev.sluice.pool.policy;

import dev.sluice.admission.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link RateLimit}: a caller takes a token of each bucket that concerns it, or none. Thread-safe, without
 * locks.
 */
public final class RateLimiter {

    private final @Nullable TokenBucket pool;
    private final NamedBuckets lanes;
    private final NamedBuckets tenants;
    private final NamedBuckets tags;

    /**
     * The refusal of a caller.
     *
     * @param limit the limit that refuses, in words: {@code tenant acme}
     * @param rate the rate of the limit
     * @param retryAfter the time until a token is there
     */
    public record OverLimit(String limit, Rate rate, Duration retryAfter) {}

    /**
     * Creates a limiter whose buckets are full.
     *
     * @param now the present time in nanoseconds, of the clock of all later calls
     */
    public RateLimiter(RateLimit limit, long now) {
        pool = limit.pool() == null ? null : new TokenBucket(limit.pool(), now);
        lanes = buckets(limit.byLane(), now);
        tenants = buckets(limit.byTenant(), now);
        tags = buckets(limit.byTag(), now);
    }

    private static NamedBuckets buckets(@Nullable NamedRates rates, long now) {
        return new NamedBuckets(rates == null ? NamedRates.NONE : rates, now);
    }

    /** Takes the tokens of a caller. Returns null, or the refusal, after which no token is taken. */
    public @Nullable OverLimit take(Priority lane, @Nullable String tenant, Map<String, String> tagged, long now) {
        List<TokenBucket> taken = new ArrayList<>(4);
        OverLimit refusal = take(pool, "pool", "", taken, now);
        if (refusal == null) {
            String name = lane.name().toLowerCase(Locale.ROOT);
            refusal = take(lanes.of(name, now), "lane", name, taken, now);
        }
        if (refusal == null && tenant != null) {
            refusal = take(tenants.of(tenant, now), "tenant", tenant, taken, now);
        }
        if (refusal == null && !tagged.isEmpty()) {
            refusal = takeByTags(tagged, taken, now);
        }
        if (refusal != null) {
            taken.forEach(TokenBucket::giveBack);
        }
        return refusal;
    }

    private @Nullable OverLimit takeByTags(Map<String, String> tagged, List<TokenBucket> taken, long now) {
        for (Map.Entry<String, String> tag : tagged.entrySet()) {
            String name = tag.getKey() + ":" + tag.getValue();
            OverLimit refusal = take(tags.of(name, now), "tag", name, taken, now);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable OverLimit take(
            @Nullable TokenBucket bucket, String kind, String name, List<TokenBucket> taken, long now) {
        if (bucket == null) {
            return null;
        }
        long lacking = bucket.take(now);
        if (lacking == 0) {
            taken.add(bucket);
            return null;
        }
        return new OverLimit((kind + " " + name).trim(), bucket.rate(), Duration.ofNanos(lacking));
    }
}
