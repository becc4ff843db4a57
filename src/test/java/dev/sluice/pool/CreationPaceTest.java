package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CreationPaceTest {

    private static final AcquireRequest LONG = AcquireRequest.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final Rate TWO = new Rate(2, Rate.Unit.S, 2);

    private static PoolPolicies pace(Rate perPool, Rate perServer, Duration ramp) {
        return PoolPolicies.NONE.with(new CreationPace(perPool, perServer, ramp));
    }

    @Test
    @DisplayName("X05 the first connections and the minimum are created at the pace; without the policy at once")
    void minimum() {
        TestPool test =
                TestPool.started(config -> config.minSize(6).maxSize(10).policies(pace(TWO, null, Duration.ZERO)));
        assertThat(test.total()).as("the burst").isEqualTo(2);
        test.advance(Duration.ofMillis(500));
        assertThat(test.total()).isEqualTo(3);
        test.advance(Duration.ofSeconds(1));
        assertThat(test.total()).isEqualTo(5);
        assertThat(test.pool.stats().policies()).containsEntry("creationPace", "pool 2/s+2");
        assertThat(test.pool.stats().counters().pacedCreations()).isPositive();
        assertThat(test.events.of(Type.REFILL)).hasSizeLessThan(6);

        test.pool.reconfigure(config -> config.minSize(9).policies(PoolPolicies.NONE));
        assertThat(test.total()).isEqualTo(9);
    }

    @Test
    @DisplayName("X05 callers keep their turns while creations wait for theirs, and a release serves the first of them")
    void callers() throws Exception {
        TestPool test = TestPool.started(config ->
                config.minSize(0).maxSize(10).policies(pace(new Rate(1, Rate.Unit.S, 1), null, Duration.ZERO)));
        Lease<Thing> held = test.acquire();
        List<Caller<Lease<Thing>>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(test.queue(LONG));
        }
        assertThat(test.store.attempts()).isEqualTo(1);
        assertThat(test.pool.stats().counters().pacedCreations())
                .as("one wait, which each caller has found")
                .isEqualTo(1);
        held.close();
        callers.get(0).result();
        for (int i = 1; i < 4; i++) {
            assertThat(callers.get(i).isDone()).isFalse();
            test.advance(Duration.ofSeconds(1));
            callers.get(i).result();
            assertThat(test.store.attempts()).isEqualTo(1 + i);
        }
    }

    @Test
    @DisplayName(
            "X05 an operation waits for the turns of its creations, says so in its progress, and ends at its deadline")
    void operation() {
        TestPool test =
                TestPool.started(config -> config.minSize(0).maxSize(10).policies(pace(TWO, null, Duration.ZERO)));
        test.time.movedByWaits = true;
        List<String> steps = new ArrayList<>();
        OperationContext context = new OperationContext("op", false, null, new OperationContext.Follower() {
            @Override
            public void progress(int done, int total, String step) {
                steps.add(step);
            }
        });
        long begin = test.time.nanos();
        OperationReport report = test.pool.fill(6, context);
        assertThat(report.created()).isEqualTo(6);
        assertThat(Duration.ofNanos(test.time.nanos() - begin)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(steps).contains("waiting for the pace of creations, next in 500 ms");

        OperationReport late = test.pool.fill(
                10, new OperationContext("op2", false, Duration.ofSeconds(1), OperationContext.Follower.NONE));
        assertThat(late.created()).isBetween(1, 3);
        assertThat(late.message()).contains("the deadline of 1 s has passed");
    }

    @Test
    @DisplayName("X05 a warm-up creates at the pace, not at the interval of its retries")
    void warmUp() {
        PoolPolicies policies = pace(new Rate(10, Rate.Unit.S, 1), null, Duration.ZERO)
                .with(new WarmUp(8, 2, true, Duration.ofSeconds(30), null, null));
        TestPool test = TestPool.started(config -> config.minSize(0).maxSize(10).policies(policies));
        test.advance(Duration.ofMillis(800));
        assertThat(test.total()).isEqualTo(8);
    }

    @Test
    @DisplayName("X05 two pools of one server share its rate, a pool of another server does not")
    void server() {
        PoolPolicies limit = pace(null, new Rate(2, Rate.Unit.S, 1), Duration.ZERO);
        TestPool first =
                TestPool.onFakeTime(config -> config.minSize(5).maxSize(5).policies(limit));
        first.store.server = "db.example:5432";
        FakeStore second = new FakeStore();
        second.server = "db.example:5432";
        FakeStore other = new FakeStore();
        other.server = "db.example:5433";
        PoolRuntime runtime = new PoolRuntime(first.time, first.time, Runnable::run, () -> 0.5);
        PoolConfig config =
                PoolConfig.builder().minSize(5).maxSize(5).policies(limit).build();
        try (ManagedPool<Thing> two = new ManagedPool<>("second", config, second, runtime);
                ManagedPool<Thing> apart = new ManagedPool<>("other", config, other, runtime)) {
            first.pool.start().join();
            two.start().join();
            apart.start().join();
            assertThat(first.total() + two.stats().total()).isEqualTo(1);
            assertThat(apart.stats().total()).isEqualTo(1);
            assertThat(two.stats().policies().get("creationPace"))
                    .isEqualTo("server db.example:5432 with 2 pools 2/s+1");
            first.advance(Duration.ofSeconds(2));
            assertThat(first.total() + two.stats().total()).isEqualTo(5);
            assertThat(apart.stats().total()).isEqualTo(5);
            first.pool.reconfigure(change -> change.policies(PoolPolicies.NONE));
            assertThat(first.total()).isEqualTo(5);
            first.advance(Duration.ofSeconds(3));
            assertThat(two.stats().total()).isEqualTo(5);
        }
    }

    @Test
    @DisplayName("X05 after an outage the rate grows from one a second to its limit within the ramp")
    void ramp() throws Exception {
        TestPool test = TestPool.onFakeTime(config -> config.minSize(20)
                .maxSize(40)
                .policies(pace(new Rate(10, Rate.Unit.S, 10), null, Duration.ofSeconds(10))));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
        test.pool.start().join();
        test.advance(Duration.ofSeconds(10));
        test.store.onCreate = attempt -> {};
        for (int i = 0; i < 10_000 && test.total() == 0; i++) {
            test.advance(Duration.ofMillis(1));
        }
        assertThat(test.total()).isEqualTo(1);
        assertThat(test.pool.stats().policies().get("creationPace")).endsWith("; grows after an outage, now 1.0/s");
        test.advance(Duration.ofSeconds(2));
        assertThat(test.total()).isBetween(2, 5);
        test.advance(Duration.ofSeconds(8));
        assertThat(test.total()).isEqualTo(20);
        assertThat(test.pool.stats().policies().get("creationPace")).isEqualTo("pool 10/s+10");
    }

    @Test
    @DisplayName("X05 a pool that closes gives its rate up, even while a lease keeps it from its end")
    void closed() throws Exception {
        PoolPolicies slow = pace(null, new Rate(1, Rate.Unit.H, 1), Duration.ZERO);
        TestPool first =
                TestPool.onFakeTime(config -> config.minSize(0).maxSize(5).policies(slow));
        first.store.server = "db.closing:5432";
        FakeStore second = new FakeStore();
        second.server = "db.closing:5432";
        PoolRuntime runtime = new PoolRuntime(first.time, first.time, Runnable::run, () -> 0.5);
        PoolConfig config = PoolConfig.builder()
                .minSize(0)
                .maxSize(5)
                .policies(pace(null, new Rate(9, Rate.Unit.S, 9), Duration.ZERO))
                .build();
        try (ManagedPool<Thing> two = new ManagedPool<>("second", config, second, runtime)) {
            first.pool.start().join();
            two.start().join();
            Lease<Thing> held = first.acquire();
            first.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);
            assertThat(first.pool.stats().state()).isEqualTo(PoolState.STOPPING);
            assertThat(two.stats().policies().get("creationPace"))
                    .isEqualTo("server db.closing:5432 with 1 pool 9/s+9");
            assertThat(two.fill(5).created()).isEqualTo(5);
            held.close();
            assertThat(first.pool.stats().policies()).isEmpty();
        }
    }

    @Test
    @DisplayName("X05 an operation that waits for its turn ends with the pool")
    void operationOfClosedPool() throws Exception {
        TestPool test = TestPool.started(config ->
                config.minSize(0).maxSize(5).policies(pace(new Rate(1, Rate.Unit.H, 1), null, Duration.ZERO)));
        Caller<OperationReport> fill = Caller.start(() -> test.pool.fill(3));
        Await.until("the operation waits", () -> test.total() == 1 && fill.isWaiting());
        test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);
        assertThat(fill.result().message()).contains("pool 'orders' is closed");
    }

    @Test
    @DisplayName("X05 a creation without room takes no turn: a renewal of a full pool needs one for each connection")
    void noRoom() {
        TestPool test = TestPool.started(config ->
                config.minSize(1).maxSize(1).policies(pace(new Rate(1, Rate.Unit.H, 2), null, Duration.ZERO)));
        test.time.movedByWaits = true;
        long begin = test.time.nanos();
        OperationReport report = test.pool.renew();
        assertThat(report.created()).isEqualTo(1);
        assertThat(Duration.ofNanos(test.time.nanos() - begin)).isLessThan(Duration.ofMinutes(1));
    }
}
