package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class RateLimitTest {

    private static PoolPolicies limit(PolicyMode mode) {
        return PoolPolicies.NONE.with(new RateLimit(new Rate(100, Rate.Unit.S, 10), null, null, null, mode));
    }

    @Test
    @DisplayName("X01 a pool at 100/s+10 leases to ten callers; the eleventh is refused for 10 ms, and takes no slot")
    void refused() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(PolicyMode.ENFORCE)));
        for (int i = 0; i < 10; i++) {
            test.acquire().close();
        }

        assertThatThrownBy(test::acquire)
                .isInstanceOfSatisfying(
                        RateLimited.class,
                        refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(10)))
                .hasMessageEndingWith("rate limit of the pool: 100/s+10; try again in 10 ms");
        PoolStats stats = test.pool.stats();
        assertThat(stats.inUse()).isZero();
        assertThat(stats.counters().rateLimited()).isEqualTo(1);
        assertThat(stats.counters().refused()).isEqualTo(1);
        assertThat(stats.policies()).containsEntry("rateLimit", "ENFORCE: pool 100/s+10");
        assertThat(test.events.of(Type.POLICY).get(0).words())
                .isEqualTo("rateLimit: refuses callers: rate limit of the pool: 100/s+10");

        test.advance(Duration.ofMillis(10));
        test.acquire().close();
        assertThatThrownBy(test::acquire).isInstanceOf(RateLimited.class);
    }

    @Test
    @DisplayName("X01 in mode OBSERVE no caller is refused, and the callers beyond the rate are counted")
    void observed() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(PolicyMode.OBSERVE)));
        for (int i = 0; i < 13; i++) {
            test.acquire().close();
        }
        assertThat(test.pool.stats().counters().overRates()).isEqualTo(3);
        assertThat(test.pool.stats().counters().rateLimited()).isZero();
    }

    @Test
    @DisplayName("X01 a limit is in force from the next acquire on, and off after it is removed")
    void changed() throws Exception {
        TestPool test = TestPool.started(config -> config);
        test.acquire().close();
        test.pool.reconfigure(config -> config.policies(limit(PolicyMode.ENFORCE)));
        for (int i = 0; i < 10; i++) {
            test.acquire().close();
        }
        assertThatThrownBy(test::acquire).isInstanceOf(RateLimited.class);
        test.pool.reconfigure(config -> config.maxSize(15));
        assertThatThrownBy(test::acquire).as("another change fills no bucket").isInstanceOf(RateLimited.class);

        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        test.acquire().close();
        assertThat(test.pool.stats().policies()).isEmpty();
    }
}
