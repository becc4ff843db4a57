package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DemonstrationTest {

    private static final Duration LONG = Duration.ofHours(1);

    private static OperationContext context(String id, boolean dryRun) {
        return new OperationContext(id, dryRun, null, OperationContext.Follower.NONE);
    }

    private static TestPool started() {
        return TestPool.startedOnThreads(config -> config.minSize(2).maxSize(6));
    }

    @Test
    @DisplayName("a pool outside the demonstration mode refuses the traffic, and ends it when the mode ends")
    void mode() throws Exception {
        try (TestPool test = started()) {
            assertThatThrownBy(() -> test.pool.demonstrate(LONG, context("op_1", false)))
                    .isInstanceOf(Unsupported.class)
                    .hasMessageContaining("demonstration mode");
            AtomicBoolean isOn = new AtomicBoolean(true);
            test.pool.permitDemonstration(isOn::get, null);
            Caller<OperationReport> traffic = Caller.start(() -> test.pool.demonstrate(LONG, context("op_2", false)));
            Await.until("all connections are in use", () -> test.inUse() == 6);
            isOn.set(false);
            assertThat(traffic.result().message()).startsWith("demonstration traffic: ");
            assertThat(test.inUse()).isZero();
            assertThat(test.pool.stats().waiting()).isZero();
        }
    }

    private record SlowStatements(AtomicInteger runs) implements LoadStatements<Thing> {

        @Override
        public Set<String> names() {
            return Set.of("slow-report");
        }

        @Override
        public void run(String name, Lease<Thing> lease) {
            runs.incrementAndGet();
            lease.close();
        }

        @Override
        public void cancel() {}
    }

    /** A statement that runs until it is cancelled, whatever interrupts its thread. */
    private record EndlessStatements(CountDownLatch begun, CompletableFuture<Void> cancelled)
            implements LoadStatements<Thing> {

        @Override
        public Set<String> names() {
            return Set.of("slow-report");
        }

        @Override
        public void run(String name, Lease<Thing> lease) {
            begun.countDown();
            cancelled.orTimeout(50, TimeUnit.SECONDS).join();
            lease.close();
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a cancel of the traffic, and the close of its pool, cancel the running statement")
    void statement(boolean isClosed) throws Exception {
        try (TestPool test = started()) {
            EndlessStatements statements = new EndlessStatements(new CountDownLatch(1), new CompletableFuture<>());
            test.pool.permitDemonstration(() -> true, statements);
            OperationContext context = context("op_1", false);
            Caller<OperationReport> traffic = Caller.start(() -> test.pool.demonstrate(LONG, context));
            assertThat(statements.begun().await(30, TimeUnit.SECONDS)).isTrue();
            if (isClosed) {
                test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(30));
            } else {
                context.cancel();
            }
            assertThat(traffic.result().message()).endsWith(isClosed ? "the pool was closed" : "cancelled");
            assertThat(statements.cancelled()).isCompletedWithValue(null);
            assertThat(test.inUse()).isZero();
        }
    }

    @Test
    @DisplayName("the traffic has waiters of several lanes, runs once at a time beside a reset, and ends by a cancel")
    void traffic() throws Exception {
        try (TestPool test = started()) {
            AtomicInteger reports = new AtomicInteger();
            test.pool.permitDemonstration(() -> true, new SlowStatements(reports));
            assertThat(test.pool.demonstrate(LONG, context("op_1", true)).message())
                    .matches("would begin \\d+ callers for 1 ?h");
            assertThat(test.inUse()).isZero();
            OperationContext first = context("op_2", false);
            Caller<OperationReport> traffic = Caller.start(() -> test.pool.demonstrate(LONG, first));
            Await.until("callers wait", () -> test.pool.stats().waiting() > 0);
            assertThatThrownBy(() -> test.pool.demonstrate(LONG, context("op_3", false)))
                    .isInstanceOf(OperationInProgress.class);
            Await.until("a report has run its statement", () -> reports.get() > 0);
            OperationReport reset = test.pool.reset(false);
            assertThat(reset.complete()).as(reset.message()).isTrue();
            first.cancel();
            assertThat(traffic.result().complete()).isFalse();
            assertThat(traffic.result().message()).contains("cancelled").contains(" leases, ");
            assertThat(test.inUse()).isZero();
            assertThat(test.pool.stats().faultRules()).isEmpty();
        }
    }

    @Test
    @DisplayName("the traffic ends with its pool, and at the deadline of its order")
    void ends() throws Exception {
        try (TestPool test = started()) {
            test.pool.permitDemonstration(() -> true, null);
            OperationContext brief = context("op_1", false).within(Duration.ofMillis(10));
            OperationReport report = test.pool.demonstrate(LONG, brief);
            assertThat(report.complete()).as(report.message()).isTrue();
            Caller<OperationReport> traffic = Caller.start(() -> test.pool.demonstrate(LONG, context("op_2", false)));
            Await.until("callers wait", () -> test.pool.stats().waiting() > 0);
            test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(30));
            assertThat(traffic.result().message()).endsWith("; the pool was closed");
        }
    }
}
