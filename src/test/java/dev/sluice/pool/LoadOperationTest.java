package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.LaneMix;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.LoadResult;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.value.BadValue;
import dev.sluice.value.Values;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LoadOperationTest {

    private static final Duration HOLD = Duration.ofMillis(10);

    private static LoadPlan leases(int threads, int leases, Duration hold) {
        return new LoadPlan(threads, leases, null, hold, LaneMix.NORMAL, 1);
    }

    private static LoadPlan endless(int threads) {
        return new LoadPlan(threads, null, LoadPlan.LONGEST, Duration.ofSeconds(1), LaneMix.NORMAL, 1);
    }

    private static OperationContext context(OperationContext.Follower follower) {
        return new OperationContext("op_1", false, null, follower);
    }

    private static OperationContext context() {
        return context(OperationContext.Follower.NONE);
    }

    @Test
    @DisplayName("X10 50 threads with 100 leases of 10 ms each, at most 20 at once: 5,000 ok, none left")
    void load() {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(5).maxSize(20))) {
            Queue<Integer> progress = new ConcurrentLinkedQueue<>();
            OperationReport report =
                    test.pool.loadTest(leases(50, 5_000, HOLD), context(new OperationContext.Follower() {
                        @Override
                        public void progress(int done, int total, String step) {
                            progress.add(done);
                            assertThat(total).isEqualTo(5_000);
                        }
                    }));

            LoadResult result = report.load();
            assertThat(report.complete()).as(report.message()).isTrue();
            assertThat(result.total()).isEqualTo(5_000);
            assertThat(result.ok()).isEqualTo(5_000);
            assertThat(result.errors()).isZero();
            assertThat(result.refused()).isEmpty();
            assertThat(result.peakInUse()).isBetween(1, 20);
            assertThat(result.p50WaitSeconds()).isPositive().isLessThanOrEqualTo(result.p95WaitSeconds());
            assertThat(result.p95WaitSeconds()).isLessThanOrEqualTo(result.p99WaitSeconds());
            assertThat(result.p99WaitSeconds()).isLessThanOrEqualTo(result.longestWaitSeconds());
            assertThat(result.okPerSecond()).isPositive();
            assertThat(List.copyOf(progress)).isNotEmpty().isSorted();
            assertThat(test.inUse()).isZero();
            assertThat(test.total()).isLessThanOrEqualTo(20);
            assertThat(report.message()).startsWith("5000 acquires: 5000 ok, 0 refused, 0 errors; wait p50 ");
        }
    }

    @Test
    @DisplayName(
            "X10 a second load test, on another pool too, is refused with the id of the first; a reset runs beside it")
    void second() throws Exception {
        try (TestPool test =
                        TestPool.startedOnThreads(config -> config.minSize(2).maxSize(4));
                TestPool other =
                        TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            OperationContext context = context();
            Caller<OperationReport> first = Caller.start(() -> test.pool.loadTest(endless(8), context));
            Await.until("the load takes all connections", () -> test.inUse() == 4);

            assertThatThrownBy(() -> other.pool.loadTest(leases(1, 1, HOLD), context()))
                    .isInstanceOfSatisfying(
                            OperationInProgress.class,
                            refusal -> assertThat(refusal.id()).isEqualTo("op_1"))
                    .hasMessage("Load-test request already in progress on pool 'orders'");
            assertThat(other.pool
                            .loadTest(
                                    leases(1, 1, HOLD),
                                    new OperationContext("op_2", true, null, OperationContext.Follower.NONE))
                            .message())
                    .isEqualTo("would begin 1 thread");
            OperationReport reset = test.pool.reset(false);
            assertThat(reset.complete()).as(reset.message()).isTrue();

            context.cancel();
            OperationReport report = first.result();
            assertThat(report.complete()).isFalse();
            assertThat(report.message()).endsWith("; cancelled");
            assertThat(test.inUse()).isZero();
            assertThat(test.pool.stats().waiting()).isZero();
            assertThat(other.pool
                            .loadTest(leases(2, 10, Duration.ZERO), context())
                            .complete())
                    .as("the next load test begins")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("X10 a load test ends with its pool, and no lease is left")
    void closed() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            Caller<OperationReport> load = Caller.start(() -> test.pool.loadTest(endless(5), context()));
            Await.until("the load takes all connections", () -> test.inUse() == 2);

            test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(30));

            OperationReport report = load.result();
            assertThat(report.complete()).isFalse();
            assertThat(report.message()).endsWith("; the pool was closed");
            assertThat(report.load().refused()).isEmpty();
            assertThat(test.inUse()).isZero();
        }
    }

    @Test
    @DisplayName("X10 refusals are counted by their kind, and an operation's deadline ends a load test")
    void refused() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(
                config -> config.minSize(1).maxSize(1).acquisitionTimeout(Duration.ofMillis(20)))) {
            test.acquire();
            OperationReport report = test.pool.loadTest(leases(2, 6, Duration.ZERO), context());
            assertThat(report.load().refused()).isEqualTo(Map.of("PoolSaturated", 6L));
            assertThat(report.load().total()).isEqualTo(6);
            assertThat(report.message())
                    .startsWith("6 acquires: 0 ok, 6 refused {PoolSaturated=6} (the first: ")
                    .contains("), 0 errors; wait p50 ");
            assertThat(test.inUse()).isEqualTo(1);

            OperationReport late = test.pool.loadTest(endless(1), context().within(Duration.ofMillis(50)));
            assertThat(late.complete()).isFalse();
            assertThat(late.message()).endsWith("; the deadline of 50 ms has passed");
        }
    }

    @Test
    @DisplayName("X10 a load test has the events of an operation")
    void events() {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            test.pool.loadTest(leases(2, 10, Duration.ZERO), context());
            assertThat(test.events.of(Type.OPERATION_REQUESTED)).hasSize(1);
            assertThat(test.events.of(Type.OPERATION_COMPLETED).get(0).words()).isEqualTo("load-test");
        }
    }

    @Test
    @DisplayName("X10 a seed selects a sequence of lanes with the weights of the mix")
    void lanes() {
        LaneMix mix = LaneMix.TYPE.read("lanes", "low:1 HIGH:1 normal:8");
        assertThat(mix).hasToString("high:1 normal:8 low:1");
        List<Priority> all =
                IntStream.range(0, 10).mapToObj(i -> mix.lane(i / 10.0)).toList();
        assertThat(all).filteredOn(Priority.HIGH::equals).hasSize(1);
        assertThat(all).filteredOn(Priority.LOW::equals).hasSize(1);
        assertThat(all).filteredOn(Priority.NORMAL::equals).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "high", "high:0", "high:1001", "high:1 high:2", "fast:1", "high:1,low:1", "high:x"})
    @DisplayName("X10 a mix of lanes that is no mix is refused by its name")
    void badMix(String text) {
        assertThatThrownBy(() -> LaneMix.TYPE.read("lanes", text)).hasMessageStartingWith("lanes must be lanes with");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, , 1ms, threads",
        "201, 10, , 1ms, threads",
        "1, 0, , 1ms, leases",
        "1, 1000001, , 1ms, leases",
        "1, , 11m, 1ms, duration",
        "1, , 1ms, 1ms, duration",
        "1, 10, , 2m, hold"
    })
    @DisplayName("X10 a plan beyond its bounds is refused with the name of the value")
    void badPlan(int threads, Integer leases, String duration, String hold, String named) {
        assertThatThrownBy(() -> new LoadPlan(
                        threads,
                        leases,
                        duration == null ? null : Values.DURATION.read("duration", duration),
                        Values.DURATION.read("hold", hold),
                        LaneMix.NORMAL,
                        1))
                .hasMessageStartingWith(named + " must");
    }

    @Test
    @DisplayName("X10 a load test of a paused or disabled pool is refused at once, also as a dry run")
    void notOpen() {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            OperationContext dry = new OperationContext("op_1", true, null, OperationContext.Follower.NONE);
            test.pool.pause(OperationContext.plain());
            for (OperationContext each : List.of(context(), dry)) {
                assertThatThrownBy(() -> test.pool.loadTest(leases(1, 1, HOLD), each))
                        .isInstanceOf(WrongState.class)
                        .hasMessage("load-test refused: pool 'orders' is paused; resume it first");
            }
            test.pool.disable(OperationContext.plain());
            assertThatThrownBy(() -> test.pool.loadTest(leases(1, 1, HOLD), context()))
                    .hasMessage("load-test refused: pool 'orders' is disabled; enable it first");
            test.pool.enable(OperationContext.plain());
            assertThat(test.pool.loadTest(leases(1, 1, HOLD), context()).complete())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("X10 a pause during a load test is in its progress and in its report")
    void pausedMeanwhile() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            Queue<String> steps = new ConcurrentLinkedQueue<>();
            OperationContext context = context(new OperationContext.Follower() {
                @Override
                public void progress(int done, int total, String step) {
                    steps.add(step);
                }
            });
            Caller<OperationReport> load = Caller.start(() -> test.pool.loadTest(endless(2), context));
            Await.until("the load takes all connections", () -> test.inUse() == 2);
            test.pool.pause(OperationContext.plain());
            Await.until(
                    "the progress says so", () -> steps.stream().anyMatch(step -> step.endsWith("the pool is paused")));
            test.pool.resume(OperationContext.plain());
            context.cancel();
            assertThat(load.result().message()).contains("; the pool was paused meanwhile");
        }
    }

    @Test
    @DisplayName("X10 each lease runs the named statement and is released, also if the statement fails")
    void statement() {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            AtomicInteger runs = new AtomicInteger();
            test.pool.loadStatements(new LoadStatements<>() {
                @Override
                public void cancel() {}

                @Override
                public Set<String> names() {
                    return new TreeSet<>(Set.of("lookup", "broken"));
                }

                @Override
                public void run(String name, Lease<Thing> lease) throws Exception {
                    try (lease) {
                        runs.incrementAndGet();
                        if (name.equals("broken")) {
                            throw new IOException("the statement fails");
                        }
                    }
                }
            });
            LoadPlan plan = leases(2, 10, Duration.ZERO);
            assertThat(test.pool
                            .loadTest(plan.withStatement("lookup"), context())
                            .load()
                            .ok())
                    .isEqualTo(10);
            assertThat(runs.get()).isEqualTo(10);
            OperationReport broken = test.pool.loadTest(plan.withStatement("broken"), context());
            assertThat(broken.load().errors()).isEqualTo(10);
            assertThat(broken.message()).contains("10 errors (the first: ").contains("the statement fails");
            assertThat(test.inUse()).isZero();
            assertThatThrownBy(() -> test.pool.loadTest(plan.withStatement("nothing"), context()))
                    .isInstanceOf(BadValue.class)
                    .hasMessage("statement must be one of broken, lookup (load-test-sql of pool 'orders'): 'nothing'");
        }
    }

    @Test
    @DisplayName("X10 a statement is refused by a pool without statements")
    void noStatements() {
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            assertThatThrownBy(() -> test.pool.loadTest(leases(1, 1, HOLD).withStatement("lookup"), context()))
                    .hasMessage("statement must not be given: pool 'orders' has no load-test-sql: 'lookup'");
        }
    }
}
