package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.testing.Caller;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class RateLimiterTest {

    private static final long MILLISECOND = 1_000_000;

    /** A time near the end of the range, because only differences of times have a meaning. */
    private long now = Long.MAX_VALUE - 5 * MILLISECOND;

    private static RateLimit limit(String rule, String text) {
        Object value = RateLimit.DECLARATION.rules().stream()
                .filter(each -> each.name().equals(rule))
                .findFirst()
                .orElseThrow()
                .type()
                .parse(text);
        return RateLimit.DECLARATION.of(new HashMap<>(Map.of(rule, Objects.requireNonNull(value))));
    }

    private RateLimiter.@Nullable OverLimit take(
            RateLimiter limiter, @Nullable String tenant, Map<String, String> tags) {
        return limiter.take(Priority.NORMAL, tenant, tags, now);
    }

    private int taken(RateLimiter limiter, int tries, @Nullable String tenant, Map<String, String> tags) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += take(limiter, tenant, tags) == null ? 1 : 0;
        }
        return taken;
    }

    @Test
    @DisplayName(
            "X01 at 100/s+10 ten callers pass at once; the eleventh comes 10 ms too early, and after 10 ms exactly one passes")
    void burst() {
        RateLimiter limiter = new RateLimiter(limit("pool", "100/s+10"), now);

        assertThat(taken(limiter, 10, null, Map.of())).isEqualTo(10);
        RateLimiter.OverLimit refusal = take(limiter, null, Map.of());
        assertThat(refusal).isNotNull();
        assertThat(refusal.limit()).isEqualTo("pool");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(10));

        now += 10 * MILLISECOND;
        assertThat(taken(limiter, 2, null, Map.of())).isEqualTo(1);
        now += 3_600_000 * MILLISECOND;
        assertThat(taken(limiter, 20, null, Map.of()))
                .as("never more than the burst")
                .isEqualTo(10);
    }

    @Test
    @DisplayName("X01 each tenant and each value of a tag has its own count")
    void independent() {
        RateLimiter tenants = new RateLimiter(limit("byTenant", "acme:10/s+3 *:10/s+1"), now);
        assertThat(taken(tenants, 9, "acme", Map.of())).isEqualTo(3);
        assertThat(taken(tenants, 9, "beta", Map.of())).isEqualTo(1);
        assertThat(taken(tenants, 9, "gamma", Map.of())).isEqualTo(1);
        assertThat(taken(tenants, 9, null, Map.of())).as("without a tenant").isEqualTo(9);

        RateLimiter tags = new RateLimiter(limit("byTag", "user:*:1/s+2 feature:report:1/m+1"), now);
        assertThat(taken(tags, 9, null, Map.of("user", "u1"))).isEqualTo(2);
        assertThat(taken(tags, 9, null, Map.of("user", "u2"))).isEqualTo(2);
        assertThat(taken(tags, 9, null, Map.of("feature", "report"))).isEqualTo(1);
        assertThat(taken(tags, 9, null, Map.of("feature", "other"))).isEqualTo(9);
    }

    @Test
    @DisplayName("a lane has its own rate, and * is the rate of each other lane")
    void lanes() {
        RateLimiter limiter = new RateLimiter(limit("byLane", "background:1/s+1 *:1/s+2"), now);
        int background = 0;
        int high = 0;
        for (int i = 0; i < 9; i++) {
            background += limiter.take(Priority.BACKGROUND, null, Map.of(), now) == null ? 1 : 0;
            high += limiter.take(Priority.HIGH, null, Map.of(), now) == null ? 1 : 0;
        }
        assertThat(background).isEqualTo(1);
        assertThat(high).isEqualTo(2);
    }

    @Test
    @DisplayName("a caller refused by one limit uses up no token of another limit")
    void allOrNone() {
        RateLimit both = new RateLimit(
                Rate.TYPE.parse("1/s+3"),
                null,
                new NamedRates(Map.of("acme", Objects.requireNonNull(Rate.TYPE.parse("1/s+1")))),
                null,
                PolicyMode.ENFORCE);
        RateLimiter limiter = new RateLimiter(both, now);
        assertThat(taken(limiter, 100, "acme", Map.of())).isEqualTo(1);
        assertThat(taken(limiter, 100, null, Map.of())).isEqualTo(2);
    }

    @Test
    @DisplayName("any number of names needs a bounded number of buckets; further names share a rate")
    void bounded() {
        NamedBuckets buckets = new NamedBuckets(
                Objects.requireNonNull(limit("byTenant", "*:1/h+1").byTenant()), now);
        int taken = 0;
        for (int i = 0; i < 5_000; i++) {
            taken += Objects.requireNonNull(buckets.of("t" + i, now)).take(now) == 0 ? 1 : 0;
        }
        assertThat(buckets.size()).isEqualTo(NamedBuckets.MOST);
        assertThat(taken).as("one each, and one that the others share").isEqualTo(NamedBuckets.MOST + 1);

        now += Duration.ofHours(2).toNanos();
        assertThat(Objects.requireNonNull(buckets.of("new", now)).take(now)).isZero();
        assertThat(buckets.size()).as("full buckets are forgotten").isEqualTo(1);
    }

    @Test
    @DisplayName("callers at the same time never take more tokens than there are")
    void together() throws Exception {
        RateLimiter limiter = new RateLimiter(limit("pool", "1/h+1000"), now);
        assertThat(takenTogether(limiter, 1_000)).isEqualTo(1_000);
    }

    @Test
    @DisplayName("X01 threads of a large bucket take exactly its burst, and after a pause nearly all of it again")
    void large() throws Exception {
        int burst = 400_000;
        RateLimiter limiter = new RateLimiter(limit("pool", "1/s+" + burst), now);
        assertThat(takenTogether(limiter, burst / 2)).isEqualTo(burst);

        now += Duration.ofSeconds(burst).toNanos();
        assertThat(takenTogether(limiter, burst / 2)).isBetween(burst - burst / TokenReserve.PARTS, burst);
        now += Duration.ofSeconds(10).toNanos();
        assertThat(takenTogether(limiter, 100))
                .as("the sustained rate is exact")
                .isEqualTo(10);
    }

    private int takenTogether(RateLimiter limiter, int triesOfEach) throws Exception {
        AtomicInteger taken = new AtomicInteger();
        for (Caller<Object> caller : Caller.startTogether(4, () -> {
            taken.addAndGet(taken(limiter, triesOfEach, null, Map.of()));
            return null;
        })) {
            caller.result();
        }
        return taken.get();
    }

    @Test
    @DisplayName(
            "X01 a rate with a long burst is counted by coarse time, but no caller is refused by coarse time alone")
    void coarse() {
        RateLimiter limiter = new RateLimiter(limit("pool", "100/s+10"), now);
        LaggingTicker ticker = new LaggingTicker(now);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNull();
        }
        assertThat(ticker.exactReadings).isZero();

        ticker.exact += 10 * MILLISECOND; // the coarse time lags
        assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNull();
        assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNotNull();
    }

    @Test
    @DisplayName("X01 a rate with a short burst is counted by the exact time")
    void exact() {
        RateLimiter limiter = new RateLimiter(limit("pool", "1000/s+1"), now);
        LaggingTicker ticker = new LaggingTicker(now);
        assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNull();
        ticker.exact += MILLISECOND;
        assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNull();
        assertThat(limiter.take(Priority.NORMAL, null, Map.of(), ticker)).isNotNull();
    }

    @Test
    @DisplayName("X01 the largest burst of the slowest rate is counted without an overflow")
    void largest() {
        RateLimiter limiter = new RateLimiter(limit("pool", "1/h+100000000"), now);
        assertThat(taken(limiter, 1_000, null, Map.of())).isEqualTo(1_000);
    }

    /** A clock whose coarse time lags. */
    private static final class LaggingTicker implements Ticker {

        private long exact;
        private final long coarse;
        private int exactReadings;

        LaggingTicker(long now) {
            exact = now;
            coarse = now;
        }

        @Override
        public long nanos() {
            exactReadings++;
            return exact;
        }

        @Override
        public long coarseNanos() {
            return coarse;
        }

        @Override
        public Instant instant() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void park(Object blocker, long nanos) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @CsvSource({"100/s, 100/s+100", "30/m, 30/m+1", "' 7/H+2 ', 7/h+2", "600/m, 600/m+10"})
    @DisplayName("a rate has a burst, by default the count of a second")
    void rates(String text, String shown) {
        assertThat(Rate.TYPE.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "0/s",
                "-1/s",
                "1/d",
                "1/s+0",
                "1/s+",
                "1.5/s",
                "100000001/s",
                "1/s+100000001",
                "1 / s"
            })
    @DisplayName("a text that is no rate is refused")
    void badRates(String text) {
        assertThat(Rate.TYPE.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "byLane, urgent:1/s",
        "byLane, LOW:1/s",
        "byTenant, acme",
        "byTenant, acme:1/s acme:2/s",
        "byTenant, :1/s",
        "byTenant, ac\u0001me:1/s",
        "byTenant, 'a\tb:1/s'",
        "byTag, fea\u0000ture:report:1/s",
        "byTag, feature:re\u001bport:1/s",
        "byTag, feature:1/s",
        "byTag, *:1/s",
        "byTag, feature::1/s"
    })
    @DisplayName("a text with a name that cannot be meant, or with a name twice, is refused")
    void badNames(String rule, String text) {
        assertThat(RateLimit.DECLARATION.rules().stream()
                        .filter(each -> each.name().equals(rule))
                        .findFirst()
                        .orElseThrow()
                        .type()
                        .parse(text))
                .isNull();
    }

    @Test
    @DisplayName("a policy without a rate is refused")
    void nothing() {
        assertThatThrownBy(() -> RateLimit.DECLARATION.of(Map.of()))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("pool");
    }
}
