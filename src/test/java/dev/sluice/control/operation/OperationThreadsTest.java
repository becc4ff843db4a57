package dev.sluice.control.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.Requester;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.Operation.Status;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("One slow operation never delays another")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperationThreadsTest {

    private static final OperationName WORK = new OperationName("work", "work", "Work");

    private static final Duration LONG = Duration.ofSeconds(45);

    private final FakeTime time = new FakeTime();
    private final OperationRunner runner =
            new OperationRunner(new NoPools(), time, AuditTrail.NONE, OperatorLimits.NONE);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void close() {
        held.countDown();
        runner.close();
    }

    private static OperationReport done(OperationContext context) {
        return OperationReport.of(context.id(), "work", "orders")
                .state("RUNNING")
                .build();
    }

    private Command command(Effort effort, Command.Body body) {
        return new Command(WORK, List.of(), effort, body);
    }

    /** Goes on until {@link #held} is opened. */
    private Command slow(Effort effort) {
        return command(effort, (pools, pool, context) -> {
            context.begun();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return done(context);
        });
    }

    private Command quick(Effort effort) {
        return command(effort, (pools, pool, context) -> {
            context.begun();
            return done(context);
        });
    }

    private static Order order(Command command, boolean dryRun, Duration deadline) {
        return new Order("orders", command, Requester.application("ada"), dryRun, deadline, null);
    }

    private static Order order(Command command) {
        return order(command, false, null);
    }

    private List<Operation> slowOnes(int count) {
        List<Operation> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            begun.add(runner.start(order(slow(Effort.LONG))));
        }
        return begun;
    }

    @Test
    @DisplayName("An operation for which no thread is free is queued and returned at once, and done when one is")
    void queued() {
        assertThat(slowOnes(OperationThreads.LONG))
                .extracting(Operation::status)
                .containsOnly(Status.RUNNING);
        Operation late = runner.start(order(quick(Effort.LONG)));
        assertThat(late.status()).isEqualTo(Status.QUEUED);
        assertThat(late.hasEnded()).isFalse();
        assertThat(runner.await(late.id(), Duration.ofMillis(1)).status()).isEqualTo(Status.QUEUED);
        held.countDown();
        assertThat(runner.await(late.id(), LONG).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    @DisplayName("An operation that is cancelled before its beginning is in the audit log has an end there, too")
    void cancelledBeforeAudit() {
        List<String> audited = new CopyOnWriteArrayList<>();
        AtomicReference<OperationRunner> own = new AtomicReference<>();
        AuditTrail trail = event -> {
            audited.add(event.operationId() + " " + event.outcome().word());
            if (event.outcome() == ChangeOutcome.BEGUN) {
                own.get().cancel(event.operationId());
            }
        };
        own.set(new OperationRunner(new NoPools(), time, trail, OperatorLimits.NONE));
        try {
            String id;
            try {
                id = own.get().start(order(quick(Effort.LONG))).id();
            } catch (OperationNotBegun e) {
                id = audited.get(0).split(" ")[0];
            }
            assertThat(audited).containsExactly(id + " begun", id + " cancelled");
        } finally {
            own.get().close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effort.class,
            names = {"STEPS", "LONG"})
    @DisplayName("A close waits for the operations that run, so that their ends are in the audit log")
    void closed(Effort effort) throws Exception {
        List<String> audited = new CopyOnWriteArrayList<>();
        OperationRunner own = new OperationRunner(
                new NoPools(), time, event -> audited.add(event.outcome().word()), OperatorLimits.NONE);
        List<String> auditedAtClose = new CopyOnWriteArrayList<>();
        Thread closer = new Thread(() -> {
            own.close();
            auditedAtClose.addAll(audited);
        });
        own.start(order(command(effort, (pools, pool, context) -> {
            context.begun();
            Await.until("the close waits", () -> {
                Thread.State state = closer.getState();
                return state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED;
            });
            return done(context);
        })));
        closer.start();
        closer.join();
        assertThat(auditedAtClose).containsExactly("begun", "succeeded");
    }

    @ParameterizedTest
    @EnumSource(
            value = Effort.class,
            names = {"NONE", "STEPS"})
    @DisplayName("An operation that takes no time, or a bounded one, never queues behind long ones")
    void quickOnes(Effort effort) {
        slowOnes(OperationThreads.LONG + 5);
        Operation begun = runner.start(order(quick(effort)));
        assertThat(runner.await(begun.id(), LONG).status()).isEqualTo(Status.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Effort.class)
    @DisplayName("A dry run of any operation never queues behind long ones")
    void dryRuns(Effort effort) {
        slowOnes(OperationThreads.LONG + 5);
        Operation begun = runner.start(order(quick(effort), true, null));
        assertThat(runner.await(begun.id(), LONG).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    @DisplayName(
            "pause, resume, disable, resize and reset-statistics take no time; enable and a larger minimum take bounded steps")
    void efforts() {
        assertThat(List.of(
                        Commands.pause(),
                        Commands.resume(),
                        Commands.disable(),
                        Commands.resize(null, 2),
                        Commands.resetStatistics()))
                .extracting(each -> each.effort(false))
                .containsOnly(Effort.NONE);
        assertThat(Commands.enable().effort(false)).isEqualTo(Effort.STEPS);
        assertThat(Commands.resize(1, 2).effort(false)).isEqualTo(Effort.STEPS);
        assertThat(Commands.reset(true).effort(false)).isEqualTo(Effort.LONG);
        assertThat(Commands.reset(true).effort(true)).isEqualTo(Effort.NONE);
        assertThat(Commands.createPool(Map.of(), false).effort(true)).isEqualTo(Effort.STEPS);
    }

    @Test
    @DisplayName("Beyond the operations that may wait, one is refused; a cancelled one makes room at once")
    void full() {
        List<Operation> all = slowOnes(OperationThreads.LONG + OperationThreads.QUEUED);
        assertThatThrownBy(() -> runner.start(order(quick(Effort.LONG))))
                .isInstanceOf(OperationNotBegun.class)
                .hasMessageContaining("32 operations run and 100 wait");
        assertThat(runner.operations(null)).hasSize(all.size());
        Operation last = all.get(all.size() - 1);
        assertThat(runner.cancel(last.id()).status()).isEqualTo(Status.CANCELLED);
        assertThatThrownBy(() -> runner.await(last.id(), LONG))
                .isInstanceOf(OperationNotBegun.class)
                .hasMessageContaining("cancelled");
        assertThat(runner.start(order(quick(Effort.LONG))).status()).isEqualTo(Status.QUEUED);
    }

    @Test
    @DisplayName("An operation whose deadline passes while it waits for a thread is never begun")
    void deadline() {
        slowOnes(OperationThreads.LONG);
        Operation begun = runner.start(order(quick(Effort.LONG), false, Duration.ofSeconds(1)));
        assertThat(runner.operation(begun.id()).status()).isEqualTo(Status.QUEUED);
        time.advance(Duration.ofSeconds(2));
        Operation ended = runner.operation(begun.id());
        assertThat(ended.status()).isEqualTo(Status.FAILED);
        assertThat(ended.problem()).contains("deadline of 1 s passed");
    }

    @Test
    @DisplayName("An operation that breaks off with an Error has ended, with the error as its problem")
    void error() {
        Operation begun = runner.start(order(command(Effort.LONG, (pools, pool, context) -> {
            context.begun();
            throw new AbstractMethodError("networkTimeout");
        })));
        assertThatThrownBy(() -> runner.await(begun.id(), LONG))
                .isInstanceOf(OperationFailed.class)
                .hasCauseInstanceOf(AbstractMethodError.class);
        Operation ended = runner.operation(begun.id());
        assertThat(ended.status()).isEqualTo(Status.FAILED);
        assertThat(ended.problem()).contains("AbstractMethodError: networkTimeout");
        assertThat(ended.endedAt()).isNotNull();
    }

    @Test
    @DisplayName("An operation that is refused just after it began is a refusal for each waiting caller, at any time")
    void refusedAfterBegin() {
        CountDownLatch go = new CountDownLatch(1);
        Operation begun = runner.start(order(command(Effort.LONG, (pools, pool, context) -> {
            context.begun();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new WrongState("orders", "resume", "disabled", "enable it first");
        })));
        var stage = runner.whenEnded(begun.id()).toCompletableFuture();
        go.countDown();
        assertThatThrownBy(() -> stage.get(45, TimeUnit.SECONDS)).hasCauseInstanceOf(WrongState.class);
        assertThatThrownBy(stage::join).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> runner.await(begun.id(), Duration.ZERO)).isInstanceOf(WrongState.class);
    }

    /** Commands of this test do not ask for pools. */
    private static final class NoPools implements PoolDirectory {

        @Override
        public ManagedPool<?> pool(String name) {
            throw new UnknownPool(name);
        }

        @Override
        public OperationReport create(PoolPlan plan, OperationContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OperationReport delete(
                String name, CloseMode mode, Duration patience, boolean forGood, OperationContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
