package dev.sluice.pool.policy;

import dev.sluice.admission.Priority;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link RateLimit}: a caller takes a token of each bucket that concerns it, or none. Thread-safe, without
 * locks.
 */
public final class RateLimiter {

    /** A bucket with less than this is counted by the exact time: coarse time may lag by about a millisecond. */
    private static final long COARSE_NANOS = 100_000_000L;

    private static final Map<Priority, String> LANES = lanes();

    private final @Nullable TokenBucket pool;
    private final @Nullable NamedBuckets lanes;
    private final @Nullable NamedBuckets tenants;
    private final @Nullable NamedBuckets tags;
    private final boolean isExact;
    private final boolean isPlain; // only the pool as a whole has a limit

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
        isPlain = pool != null && lanes == null && tenants == null && tags == null;
        isExact = Stream.concat(
                        Stream.ofNullable(limit.pool()),
                        Stream.of(limit.byLane(), limit.byTenant(), limit.byTag())
                                .filter(Objects::nonNull)
                                .flatMap(rates -> rates.byName().values().stream()))
                .anyMatch(rate -> rate.depthNanos() < COARSE_NANOS);
    }

    private static Map<Priority, String> lanes() {
        Map<Priority, String> names = new EnumMap<>(Priority.class);
        for (Priority lane : Priority.values()) {
            names.put(lane, lane.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static @Nullable NamedBuckets buckets(@Nullable NamedRates rates, long now) {
        return rates == null ? null : new NamedBuckets(rates, now);
    }

    /**
     * Takes the tokens of a caller. Coarse time is used where a millisecond makes no difference, because the exact time
     * costs more than everything else here. No caller is refused by coarse time alone.
     *
     * @return null, or the refusal, after which no token is taken
     */
    public @Nullable OverLimit take(Priority lane, @Nullable String tenant, Map<String, String> tagged, Ticker ticker) {
        OverLimit refusal = isExact ? null : take(lane, tenant, tagged, ticker.coarseNanos());
        return isExact || refusal != null ? take(lane, tenant, tagged, ticker.nanos()) : null;
    }

    /** Takes the tokens of a caller at a time. Returns null, or the refusal, after which no token is taken. */
    @Nullable
    OverLimit take(Priority lane, @Nullable String tenant, Map<String, String> tagged, long now) {
        if (isPlain && pool != null) {
            long lacking = pool.take(now);
            return lacking == 0 ? null : refusal("pool", pool, lacking);
        }
        TokenTaking taking = new TokenTaking(now);
        String name = Objects.requireNonNull(LANES.get(lane));
        boolean passes = (pool == null || taking.from(pool, "pool", ""))
                && (lanes == null || taking.from(lanes.of(name, now), "lane", name))
                && (tenants == null || tenant == null || taking.from(tenants.of(tenant, now), "tenant", tenant))
                && (tags == null || tagged.isEmpty() || takeByTags(tags, tagged, taking));
        return passes ? null : taking.refusal;
    }

    private static boolean takeByTags(NamedBuckets tags, Map<String, String> tagged, TokenTaking taking) {
        for (Map.Entry<String, String> tag : tagged.entrySet()) {
            String name = tag.getKey() + ":" + tag.getValue();
            if (!taking.from(tags.of(name, taking.now), "tag", name)) {
                return false;
            }
        }
        return true;
    }

    private static OverLimit refusal(String limit, TokenBucket bucket, long lackingNanos) {
        return new OverLimit(limit, bucket.rate(), Duration.ofNanos(lackingNanos));
    }

    /** The tokens that a caller has taken so far. */
    private static final class TokenTaking {

        private final long now;
        private @Nullable Taken last;
        private @Nullable OverLimit refusal;

        private record Taken(TokenBucket bucket, @Nullable Taken before) {}

        TokenTaking(long now) {
            this.now = now;
        }

        /** Takes a token, if there is such a bucket. Returns false, and gives all tokens back, if none is there. */
        boolean from(@Nullable TokenBucket bucket, String kind, String name) {
            if (bucket == null) {
                return true;
            }
            long lacking = bucket.take(now);
            if (lacking == 0) {
                last = new Taken(bucket, last);
                return true;
            }
            refusal = refusal((kind + " " + name).trim(), bucket, lacking);
            for (Taken each = last; each != null; each = each.before()) {
                each.bucket().giveBack();
            }
            return false;
        }
    }
}
