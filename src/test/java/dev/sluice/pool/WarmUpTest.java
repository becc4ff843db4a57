package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class WarmUpTest {

    private final Deque<Runnable> work = new ArrayDeque<>();

    private static PoolPolicies warmUp(Map<String, String> texts) {
        Map<String, Object> values = new HashMap<>();
        WarmUp.DECLARATION.rules().stream()
                .filter(rule -> texts.containsKey(rule.name()))
                .forEach(rule -> values.put(rule.name(), rule.type().parse(texts.get(rule.name()))));
        return PoolPolicies.NONE.with(WarmUp.DECLARATION.of(values));
    }

    private static TestPool started(Map<String, String> policy, UnaryOperator<PoolConfig.Builder> settings) {
        return TestPool.started(
                config -> settings.apply(config.minSize(2).maxSize(20).policies(warmUp(policy))));
    }

    /** A pool whose creations are done when the test says so. */
    private TestPool slow(Map<String, String> policy) {
        TestPool test = TestPool.withWorkers(
                work::add,
                config -> config.minSize(2)
                        .maxSize(20)
                        .validateAfterIdle(Duration.ofHours(1))
                        .policies(warmUp(policy)));
        test.pool.start();
        return test;
    }

    private void doWork(int tasks) {
        for (int i = 0; i < tasks; i++) {
            work.remove().run();
        }
    }

    private static String state(TestPool test) {
        return test.pool.stats().policies().get("warmUp");
    }

    @Test
    @DisplayName(
            "X05 a pool with warm-up starts with 15 connections; 25 of at most 20 are capped, and the state says so")
    void start() {
        assertThat(started(Map.of("size", "15"), config -> config).total()).isEqualTo(15);

        TestPool capped = started(Map.of("size", "25"), config -> config);
        assertThat(capped.total()).isEqualTo(20);
        assertThat(capped.store.mostAlive()).isEqualTo(20);
        assertThat(state(capped))
                .isEqualTo("warmed up to 20 connections (start), capped: 25 is above the maximum of 20");
        assertThat(capped.events.of(Type.POLICY).get(0).words())
                .isEqualTo("warmUp: warming up to 20 connections (start), capped: 25 is above the maximum of 20");
    }

    @Test
    @DisplayName("X05 a warm-up creates at most 5 at once, and the pool counts as starting until it has ended")
    void paced() {
        TestPool test = slow(Map.of("size", "15", "parallel", "5"));
        doWork(2); // the minimum
        assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
        assertThat(test.pool.stats().startSize()).isEqualTo(15);
        int most = 0;
        while (!work.isEmpty()) {
            most = Math.max(most, test.pool.stats().creating());
            assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
            doWork(1);
        }
        assertThat(most).isEqualTo(5);
        assertThat(test.total()).isEqualTo(15);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.pool.stats().warmingTo()).isZero();
    }

    @Test
    @DisplayName("X05 after 30 s the pool is ready although the warm-up has not ended, with a warning in its state")
    void readinessWait() throws Exception {
        TestPool test = slow(Map.of("size", "15"));
        doWork(2);
        test.advance(Duration.ofSeconds(29));
        assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
        test.acquire().close(); // a starting pool serves
        test.advance(Duration.ofSeconds(1));
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(state(test)).isEqualTo("warming up: 2 of 15 connections (start); late, and ready nevertheless");
        assertThat(test.events.of(Type.POLICY).get(1).words())
                .isEqualTo("warmUp: not warm within 30 s of the start: 2 of 15 connections (start); ready"
                        + " nevertheless");
        while (!work.isEmpty()) {
            doWork(1);
        }
        assertThat(state(test)).isEqualTo("warmed up to 15 connections (start)");
    }

    @Test
    @DisplayName("X05 a clock that passes 08:00 brings the pool to 15 once, until the idle timeout shrinks it again")
    void schedule() {
        TestPool test = started(
                Map.of("schedule", "Mon-Fri 08:00=15 | Sat 09:00=30", "zone", "UTC"),
                config -> config.idleTimeout(Duration.ofMinutes(10)));
        assertThat(state(test)).isEqualTo("no warm-up yet; next Mon-Fri 08:00=15 at 2026-01-01T08:00Z"); // a Thursday
        test.advance(Duration.ofHours(7).plusMinutes(59));
        assertThat(test.total()).isEqualTo(2);
        test.advance(Duration.ofMinutes(1));
        assertThat(test.total()).isEqualTo(15);
        test.advance(Duration.ofMinutes(9));
        assertThat(test.total()).as("older idle connections are spared, too").isEqualTo(15);
        test.advance(Duration.ofMinutes(2));
        assertThat(test.total()).as("after the idle timeout").isEqualTo(2);

        test.advance(Duration.ofDays(2).minusHours(8)); // Saturday 00:11
        test.advance(Duration.ofHours(9));
        assertThat(test.store.mostAlive()).as("never above the maximum").isEqualTo(20);
        assertThat(test.events.of(Type.POLICY))
                .extracting(PoolEvent::words)
                .filteredOn(words -> words.startsWith("warmUp: warmed"))
                .hasSize(3);
    }

    @Test
    @DisplayName("X05 a reset warms the pool up again, unless after-reset is false")
    void reset() {
        TestPool test = started(Map.of("size", "15"), config -> config);
        test.pool.reset(false);
        assertThat(test.total()).isEqualTo(15);
        assertThat(test.indexes().get(0)).isEqualTo(16);

        TestPool without = started(Map.of("size", "15", "afterReset", "false"), config -> config);
        without.pool.reset(false);
        assertThat(without.total()).isEqualTo(2);
    }

    @Test
    @DisplayName("X05 a time of the schedule during the start raises the warm-up under way: one run, never above the"
            + " maximum")
    void oneRun() {
        TestPool test = slow(Map.of("size", "10", "parallel", "3", "schedule", "Mon-Sun 00:01=25", "zone", "UTC"));
        doWork(3);
        test.advance(Duration.ofMinutes(1));
        int most = 0;
        while (!work.isEmpty()) {
            most = Math.max(most, test.pool.stats().creating());
            doWork(1);
        }
        assertThat(most).isEqualTo(3);
        assertThat(test.total()).isEqualTo(20);
        assertThat(test.store.mostAlive()).isEqualTo(20);
    }

    @Test
    @DisplayName("X05 the operation warm-up beside a scheduled one creates no more than the maximum")
    void operation() {
        TestPool test = started(Map.of("size", "5"), config -> config);
        assertThat(test.pool.warmUp(25, 4, OperationContext.plain()).after()).isEqualTo(20);
        assertThat(test.total()).isEqualTo(20);
    }

    @Test
    @DisplayName("X05 connections of a warm-up on demand are kept for the idle timeout, beside connections idle before")
    void keptAfterOperation() {
        TestPool test = TestPool.started(config -> config.minSize(2).maxSize(20).idleTimeout(Duration.ofMinutes(10)));
        test.advance(Duration.ofMinutes(20));
        test.pool.warmUp(8, 4, OperationContext.plain());
        test.advance(Duration.ofMinutes(9));
        assertThat(test.total()).isEqualTo(8);
        test.advance(Duration.ofMinutes(2));
        assertThat(test.total()).isEqualTo(2);
    }

    @Test
    @DisplayName("X05 while creations fail the warm-up waits, and ends when the database is back")
    void outage() {
        TestPool test = TestPool.onFakeTime(
                config -> config.minSize(0).maxSize(20).policies(warmUp(Map.of("size", "6", "parallel", "5"))));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("down");
        };
        test.pool.start().join();
        assertThat(test.store.attempts()).as("one login is tried first").isEqualTo(1);
        assertThat(test.pool.state()).isEqualTo(PoolState.FAILED);
        test.advance(Duration.ofMinutes(5));
        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofMinutes(2));
        assertThat(test.total()).isEqualTo(6);
        assertThat(state(test)).isEqualTo("warmed up to 6 connections (start)");
    }

    @Test
    @DisplayName("X05 a warm-up takes each turn of the pace of creations, and not only one a second")
    void creationPace() {
        Rate fivePerSecond = new Rate(5, Rate.Unit.S, 1);
        TestPool test = TestPool.started(config -> config.minSize(0)
                .maxSize(20)
                .policies(warmUp(Map.of("size", "11", "parallel", "5"))
                        .with(new CreationPace(fivePerSecond, null, Duration.ZERO))));
        assertThat(test.total()).isEqualTo(1);
        test.advance(Duration.ofSeconds(2));
        assertThat(test.total()).isEqualTo(11);
    }

    @Test
    @DisplayName("X05 switched off, the policy stops the warm-up and the schedule; changed, it holds from then on")
    void changed() throws Exception {
        TestPool test = slow(Map.of("size", "15", "parallel", "1"));
        doWork(3);
        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        while (!work.isEmpty()) {
            doWork(1);
        }
        assertThat(test.total()).isEqualTo(4);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.pool.stats().policies()).isEmpty();

        Lease<Thing> lease = test.acquire();
        test.pool.reconfigure(config ->
                config.policies(warmUp(Map.of("schedule", "Mon-Sun 00:05=7", "zone", "UTC", "parallel", "1"))));
        test.advance(Duration.ofMinutes(6));
        while (!work.isEmpty()) {
            doWork(1);
        }
        assertThat(test.total()).isEqualTo(7);
        lease.close();
        assertThat(List.of(test.inUse())).containsExactly(0);
    }
}
