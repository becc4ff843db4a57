package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.HoldLimit.Effect;
import dev.sluice.pool.policy.NamedDurations;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class HoldLimitTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static PoolPolicies limit(Effect mode) {
        return limit(mode, null);
    }

    private static PoolPolicies limit(Effect mode, @Nullable NamedDurations byLane) {
        return PoolPolicies.NONE.with(new HoldLimit(LIMIT, byLane, null, mode));
    }

    private static PoolStats.Counters counters(TestPool test) {
        return test.pool.stats().counters();
    }

    @Test
    @DisplayName("mode END ends a lease beyond the limit once, and its place serves the next caller")
    void ends() throws Exception {
        TestPool test = TestPool.started(config -> config.minSize(1).maxSize(1).policies(limit(Effect.END)));
        Lease<Thing> lease = test.acquire();
        test.advance(LIMIT.minusMillis(1));
        assertThat(lease.isOpen()).isTrue();

        test.advance(Duration.ofSeconds(5));

        assertThat(lease.isOpen()).isFalse();
        assertThat(counters(test).overHoldLimit()).isEqualTo(1);
        assertThat(counters(test).holdLimitEnds()).isEqualTo(1);
        assertThat(test.events.of(Type.CLOSED)).extracting(PoolEvent::words).containsExactly("beyond max-hold 30 s");
        assertThat(test.events.of(Type.POLICY).get(0).words())
                .startsWith("holdLimit: lease of " + lease.name() + ", held for 3")
                .endsWith("is beyond max-hold 30 s; the lease is ended");
        lease.close();
        test.acquire().close();
        assertThat(test.inUse()).isZero();
        assertThat(test.total()).isEqualTo(1);
    }

    @Test
    @DisplayName("mode OBSERVE counts a lease beyond the limit once; mode WARN reports it, too; both leave it alone")
    void observes() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(Effect.OBSERVE)));
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofMinutes(5));
        assertThat(lease.isOpen()).isTrue();
        assertThat(counters(test).overHoldLimit()).isEqualTo(1);
        assertThat(test.events.of(Type.POLICY)).isEmpty();

        test.pool.reconfigure(config -> config.policies(limit(Effect.WARN)));
        Lease<Thing> second = test.acquire();
        test.advance(Duration.ofMinutes(5));
        assertThat(second.isOpen()).isTrue();
        assertThat(counters(test).overHoldLimit()).isEqualTo(2);
        assertThat(counters(test).holdLimitEnds()).isZero();
        assertThat(test.events.of(Type.POLICY)).as("one for each lease").hasSize(2);
        lease.close();
        second.close();
    }

    @Test
    @DisplayName("a lane, and a lease that declares its own limit, have that limit only")
    void own() throws Exception {
        PoolPolicies policies = limit(
                Effect.END, new NamedDurations(Map.of("background", Duration.ZERO, "low", Duration.ofMinutes(2))));
        TestPool test = TestPool.started(config -> config.policies(policies));
        AcquireRequest request = AcquireRequest.DEFAULT;
        Lease<Thing> background = test.pool.acquire(request.withPriority(Priority.BACKGROUND));
        Lease<Thing> low = test.pool.acquire(request.withPriority(Priority.LOW));
        Lease<Thing> longer = test.pool.acquire(request.withMaxHold(Duration.ofMinutes(10)));
        Lease<Thing> shorter = test.pool.acquire(request.withMaxHold(Duration.ofSeconds(10)));
        Lease<Thing> unlimited = test.pool.acquire(request.withMaxHold(Duration.ZERO));

        test.advance(Duration.ofSeconds(16));
        assertThat(shorter.isOpen()).isFalse();
        test.advance(Duration.ofSeconds(60));
        assertThat(low.isOpen()).isTrue();
        test.advance(Duration.ofSeconds(60));
        assertThat(low.isOpen()).isFalse();
        assertThat(background.isOpen()).isTrue();
        assertThat(longer.isOpen()).isTrue();
        test.advance(Duration.ofMinutes(10));
        assertThat(longer.isOpen()).isFalse();
        assertThat(unlimited.isOpen()).isTrue();
        assertThat(background.isOpen()).isTrue();
    }

    @Test
    @DisplayName("a lease that was counted in mode OBSERVE is ended when the mode becomes END")
    void sharpened() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(Effect.OBSERVE)));
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofMinutes(1));
        test.pool.reconfigure(config -> config.policies(limit(Effect.END)));
        test.advance(Duration.ofSeconds(6));
        assertThat(lease.isOpen()).isFalse();
        assertThat(counters(test).holdLimitEnds()).isEqualTo(1);
    }

    @Test
    @DisplayName("a lease with an endless limit of its own does not keep others from theirs")
    void forever() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(Effect.END)));
        Lease<Thing> endless = test.pool.acquire(AcquireRequest.DEFAULT.withMaxHold(AcquireRequest.FOREVER));
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofMinutes(1));
        assertThat(endless.isOpen()).isTrue();
        assertThat(lease.isOpen()).isFalse();
    }

    @Test
    @DisplayName("a switched-off policy ends no lease any more, and its next start counts from the acquire")
    void off() throws Exception {
        TestPool test = TestPool.started(config -> config.policies(limit(Effect.END)));
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofSeconds(20));
        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        test.advance(Duration.ofMinutes(1));
        assertThat(lease.isOpen()).isTrue();

        test.pool.reconfigure(config -> config.policies(limit(Effect.END)));
        test.advance(Duration.ofSeconds(6));
        assertThat(lease.isOpen()).isFalse();
    }
}
