package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.control.HistoryRecorder;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.history.HistoryRing;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The samples of a pool, and the verdict on it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class HistoryTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(1).maxSize(2));

    private void second() {
        test.advance(Duration.ofSeconds(1));
        test.pool.sample();
    }

    @Test
    @DisplayName("a sample has the sizes, the waiters by lane, and the counts and waits of its second alone")
    void samples() throws Exception {
        test.pool.sample();
        List<Lease<Thing>> leases = test.acquire(2);
        Caller<Lease<Thing>> waiter = test.queue(FOREVER.withPriority(Priority.HIGH));
        second();
        test.advance(Duration.ofSeconds(1));
        leases.get(0).close();
        waiter.result().close();
        leases.get(1).close();
        test.pool.sample();
        second();

        PoolHistory history = test.pool.history(0);

        assertThat(history.last()).isEqualTo(3);
        assertThat(history.leased()).containsExactly(2, 0, 0);
        assertThat(history.idle()).containsExactly(0, 2, 2);
        assertThat(history.total()).containsExactly(2, 2, 2);
        assertThat(history.created()).containsExactly(1, 0, 0);
        assertThat(history.acquiresPerSecond()).containsExactly(2.0, 1.0, 0.0);
        assertThat(history.waitingByLane().get(Priority.HIGH)).containsExactly(1, 0, 0);
        assertThat(history.waitingByLane().get(Priority.NORMAL)).containsExactly(0, 0, 0);
        assertThat(history.p99WaitSeconds().get(0)).isZero();
        assertThat(history.p99WaitSeconds().get(1)).isBetween(1.9, 2.2);
        assertThat(history.p50WaitSeconds().get(2)).isZero();
        assertThat(history.at().get(1) - history.at().get(0)).isEqualTo(1.0);
    }

    @Test
    @DisplayName("a reader gets only later samples, all after a restart of the service, and never more than are kept")
    void since() {
        assertThat(test.pool.history(0).last()).isZero();
        for (int i = 0; i <= HistoryRing.KEPT + 10; i++) {
            second();
        }
        long last = test.pool.history(0).last();
        assertThat(last).isEqualTo(HistoryRing.KEPT + 10);
        assertThat(test.pool.history(0).total()).hasSize(HistoryRing.KEPT);
        assertThat(test.pool.history(last - 3).total()).hasSize(3);
        assertThat(test.pool.history(last).total()).isEmpty();
        assertThat(test.pool.history(last + 1).total()).hasSize(HistoryRing.KEPT);
    }

    @Test
    @DisplayName("a reset of the counters leaves no negative counts")
    void counterReset() throws Exception {
        test.pool.sample();
        test.acquire().close();
        second();
        test.pool.resetStatistics(OperationContext.plain());
        second();
        assertThat(test.pool.history(0).acquiresPerSecond()).containsExactly(1.0, 0.0);
    }

    @Test
    @DisplayName("callers that were late or refused are counted in the second of their end")
    void hindered() throws Exception {
        test.pool.sample();
        test.acquire(2);
        Caller<Lease<Thing>> late = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(500)));
        second();
        assertThat(late.failure()).isNotNull();
        second();
        assertThat(test.pool.history(0).timeouts()).contains(1);
        assertThat(test.pool.history(0).timeouts().stream()
                        .mapToInt(each -> each)
                        .sum())
                .isEqualTo(1);
        assertThat(test.pool.history(0).refused()).containsOnly(0);
    }

    @Test
    @DisplayName("one timer samples all pools of a manager, and stops with its recorder")
    void recorder() {
        try (PoolManager manager = new PoolManager()) {
            manager.register(test.pool);
            HistoryRecorder recorder = new HistoryRecorder(manager, test.time);
            test.advance(Duration.ofSeconds(5));
            assertThat(manager.history("orders", 0).last()).isEqualTo(4);
            recorder.close();
            manager.unregister(test.pool);
        }
    }

    @Test
    @DisplayName("the verdict on an idle pool is that it is well, with its use")
    void well() throws Exception {
        assertThat(test.pool.verdict()).isEqualTo("WELL, 0 of 2 leased");
        test.acquire(1);
        assertThat(test.pool.stats().verdict()).isEqualTo("WELL, 1 of 2 leased");
    }

    @Test
    @DisplayName("the verdict on a full pool has the duration, the waiters, and the lane of the oldest")
    void saturated() throws Exception {
        test.acquire(2);
        test.queue(FOREVER);
        assertThat(test.pool.verdict()).isEqualTo("SATURATED, 1 waits, oldest 0.0 s (NORMAL)");
        test.pool.sample();
        test.advance(Duration.ofMillis(3100));
        test.queue(FOREVER.withPriority(Priority.HIGH));
        assertThat(test.pool.verdict()).isEqualTo("SATURATED for 3 s, 2 wait, oldest 3.1 s (NORMAL)");
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
        assertThat(test.pool.verdict()).startsWith("STOPPED");
    }

    @Test
    @DisplayName("the verdict names what an operator did, and failed creations with their kind")
    void states() {
        test.pool.pause(OperationContext.plain());
        assertThat(test.pool.verdict()).isEqualTo("PAUSED");
        test.pool.resume(OperationContext.plain());
        test.pool.disable(OperationContext.plain());
        assertThat(test.pool.verdict()).isEqualTo("DISABLED");
        test.pool.enable(OperationContext.plain());
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("down");
        };
        test.pool.reset(true, OperationContext.plain());
        assertThat(test.pool.verdict()).startsWith("FAILED (OTHER)");
    }

    @Test
    @DisplayName("the verdict on all pools has the worst pool first, and counts the pools that are well")
    void all() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        verdicts.put("a", "WELL, 0 of 2 leased");
        verdicts.put("b", "PAUSED for 3 s");
        verdicts.put("c", "FAILED (NO_ANSWER), 3 wait");
        verdicts.put("d", "WELL, 1 of 2 leased, 1 leak suspect");
        verdicts.put("e", "WELL, 2 of 2 leased");
        assertThat(PoolVerdict.ofAll(verdicts))
                .isEqualTo("c: FAILED (NO_ANSWER), 3 wait · b: PAUSED for 3 s ·"
                        + " d: WELL, 1 of 2 leased, 1 leak suspect · 2 pools well");
        assertThat(PoolVerdict.ofAll(Map.of("a", "WELL, 0 of 2 leased"))).isEqualTo("1 pool well");
        assertThat(PoolVerdict.ofAll(Map.of())).isEqualTo("0 pools well");
    }
}
