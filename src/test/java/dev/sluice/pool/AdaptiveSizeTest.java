package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.CapacitySource.ServerCapacity;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class AdaptiveSizeTest {

    private static PoolPolicies between(int least, int most, PolicyMode mode) {
        return PoolPolicies.NONE.with(new AdaptiveSize(least, most, Duration.ofSeconds(1), mode));
    }

    private static TestPool pool(int size, PoolPolicies policies) {
        return TestPool.started(config ->
                config.minSize(1).maxSize(size).leakThreshold(Duration.ZERO).policies(policies));
    }

    private static int max(TestPool test) {
        return test.pool.stats().maxConnections();
    }

    /** Uses all connections in rounds. Each connection beyond {@code best} takes 6 % of the throughput. */
    private static void load(TestPool test, int best, Duration time) throws Exception {
        long end = test.time.nanos() + time.toNanos();
        while (test.time.nanos() < end) {
            int size = max(test);
            List<Lease<Thing>> leases = test.acquire(size);
            double perSecond = 10.0 * Math.min(size, best) / (1 + 0.06 * Math.max(0, size - best));
            test.advance(Duration.ofNanos((long) (size / perSecond * 1e9)));
            leases.forEach(Lease::close);
        }
        assertThat(test.inUse()).isZero();
        assertThat(test.total()).isLessThanOrEqualTo(max(test));
    }

    private static List<String> steps(TestPool test) {
        return test.events.of(Type.POLICY).stream().map(PoolEvent::words).toList();
    }

    @Test
    @DisplayName(
            "a pool finds the size with the highest throughput and stays there; each step is an event and its reason")
    void found() throws Exception {
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            load(test, 14, Duration.ofSeconds(60));
            assertThat(max(test)).as(steps(test).toString()).isBetween(13, 15);
            long changes = test.pool.stats().counters().sizeSteps();
            assertThat(steps(test)).hasSize((int) changes).allMatch(words -> words.startsWith("adaptiveSize: "));
            assertThat(steps(test).get(0))
                    .isEqualTo("adaptiveSize: max 4 → 5: all connections are in use at 40 leases/s");
            assertThat(steps(test).toString()).contains("throughput fell");
            assertThat(test.pool.stats().policies().get("adaptiveSize")).startsWith("ENFORCE: 2 to 40, ");
            load(test, 14, Duration.ofSeconds(20));
            assertThat(test.pool.stats().counters().sizeSteps()).isEqualTo(changes);

            load(test, 6, Duration.ofSeconds(60));
            assertThat(max(test)).as(steps(test).toString()).isBetween(5, 7);
        }
    }

    @Test
    @DisplayName("an idle pool, and a pool that is used in part, keep their size")
    void idle() throws Exception {
        try (TestPool test = pool(20, between(2, 40, PolicyMode.ENFORCE))) {
            test.advance(Duration.ofMinutes(30));
            for (int i = 0; i < 600; i++) {
                List<Lease<Thing>> leases = test.acquire(5 + i % 10);
                test.advance(Duration.ofMillis(100));
                leases.forEach(Lease::close);
            }
            assertThat(max(test)).isEqualTo(20);
            assertThat(steps(test)).isEmpty();
        }
    }

    @Test
    @DisplayName("in mode OBSERVE the first step is said, and the size stays")
    void observed() throws Exception {
        try (TestPool test = pool(10, between(2, 40, PolicyMode.OBSERVE))) {
            load(test, 20, Duration.ofSeconds(30));
            assertThat(max(test)).isEqualTo(10);
            assertThat(steps(test).get(0))
                    .isEqualTo(
                            "adaptiveSize: would change max from 10 to 13: all connections are in use at 100 leases/s");
            assertThat(test.pool.stats().counters().sizeSteps()).isZero();
        }
    }

    @Test
    @DisplayName("a size that an operator sets stays, and pauses the policy until a rule of it is changed")
    void operator() throws Exception {
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            load(test, 14, Duration.ofSeconds(4));
            test.pool.resize(null, 30, OperationContext.plain());
            load(test, 14, Duration.ofSeconds(30));
            assertThat(max(test)).isEqualTo(30);
            assertThat(test.pool.stats().policies().get("adaptiveSize"))
                    .contains("paused: the maximum was set to 30 by another request");
            test.pool.reconfigure(config -> config.idleTimeout(Duration.ofMinutes(3)));
            load(test, 14, Duration.ofSeconds(10));
            assertThat(max(test)).as("another setting does not resume it").isEqualTo(30);

            test.pool.reconfigure(config -> config.policies(between(2, 39, PolicyMode.ENFORCE)));
            load(test, 14, Duration.ofSeconds(60));
            assertThat(max(test)).as(steps(test).toString()).isBetween(13, 15);
            test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
            assertThat(test.pool.stats().policies()).isEmpty();
        }
    }

    @Test
    @DisplayName("a maximum outside of the bounds is brought within them, and the minimum of the pool is never passed")
    void bounds() throws Exception {
        try (TestPool test = pool(50, between(2, 40, PolicyMode.ENFORCE))) {
            test.advance(Duration.ofSeconds(1));
            assertThat(max(test)).isEqualTo(40);
        }
        try (TestPool test = TestPool.started(
                config -> config.minSize(10).maxSize(12).policies(between(2, 40, PolicyMode.ENFORCE)))) {
            load(test, 8, Duration.ofSeconds(30));
            assertThat(max(test)).as(steps(test).toString()).isBetween(10, 11);
        }
    }

    @Test
    @DisplayName("the maximum stays within the limit of the database, and the event has the limit as its reason")
    void limitOfDatabase() throws Exception {
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            AtomicInteger largest = new AtomicInteger(9);
            AtomicInteger own = new AtomicInteger();
            test.store.capacity = now -> {
                own.set(now);
                return new ServerCapacity(largest.get(), "the server allows " + largest + " connections");
            };
            load(test, 14, Duration.ofSeconds(60));
            assertThat(max(test)).as(steps(test).toString()).isEqualTo(9);
            assertThat(steps(test).toString()).contains(" is too large: the server allows 9 connections");
            assertThat(test.events.of(Type.RECONFIGURED))
                    .noneMatch(event -> event.words().matches(".*max [1-9][0-9].*"));
            assertThat(own.get()).isBetween(4, 9);

            largest.set(100);
            load(test, 14, Duration.ofSeconds(200));
            assertThat(max(test)).as("after it was asked again").isBetween(13, 15);
        }
    }

    @Test
    @DisplayName("a size that an operator sets while the database is asked stays, and no step is reported")
    void operatorWhileAsking() throws Exception {
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            test.store.capacity = own -> {
                test.pool.reconfigure(config -> config.maxSize(7));
                return new ServerCapacity(100, "the server allows 100 connections");
            };
            load(test, 14, Duration.ofSeconds(30));
            assertThat(max(test)).isEqualTo(7);
            assertThat(steps(test))
                    .containsExactly("adaptiveSize: paused: the maximum was set to 7 by another request; change a rule"
                            + " of the policy to continue");
            assertThat(test.pool.stats().counters().sizeSteps()).isZero();
        }
    }

    @Test
    @DisplayName("a full server ends the growth, and a server without an answer lets the pool try")
    void fullServer() throws Exception {
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            test.store.capacity = own -> {
                throw new IllegalStateException("too many connections");
            };
            test.store.kinds = failure -> FailureKind.SERVER_FULL;
            load(test, 14, Duration.ofSeconds(30));
            assertThat(max(test)).as(steps(test).toString()).isEqualTo(4);
            assertThat(steps(test).toString()).contains("the server has no free connection");
        }
        try (TestPool test = pool(4, between(2, 40, PolicyMode.ENFORCE))) {
            test.store.capacity = own -> {
                throw new IllegalStateException("permission denied");
            };
            load(test, 14, Duration.ofSeconds(60));
            assertThat(max(test)).as(steps(test).toString()).isBetween(13, 15);
        }
    }
}
