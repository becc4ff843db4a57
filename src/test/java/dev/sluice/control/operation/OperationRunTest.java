package dev.sluice.control.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.operation.Operation.Status;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import java.lang.Thread.State;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The state of an operation")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperationRunTest {

    private static final PoolDirectory NO_POOLS = (PoolDirectory) Proxy.newProxyInstance(
            OperationRunTest.class.getClassLoader(), new Class<?>[] {PoolDirectory.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final OperationRun run =
            new OperationRun("op_1_1", Order.of("orders", command(), "ada"), new FakeTime(), null, last -> {});

    private static Command command() {
        return new Command(
                new OperationName("demonstrate", "demonstrate", "Demonstration"),
                List.of(),
                Command.Effort.STEPS,
                (pools, pool, context) ->
                        OperationReport.of(context.id(), "demonstrate", pool).build());
    }

    @Test
    @DisplayName("is final after the end, also if a thread of the operation reports progress later")
    void finalState() {
        run.in(NO_POOLS);
        Operation ended = run.state();

        run.progress(1, 2, "late");

        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(run.state()).isEqualTo(ended);
    }

    @Test
    @DisplayName("reaches a watcher that ends its watch with the last state, and the operation succeeds")
    void closedByWatcher() {
        List<Status> seen = new CopyOnWriteArrayList<>();
        AtomicReference<AutoCloseable> watch = new AtomicReference<>();
        watch.set(run.watch(state -> {
            seen.add(state.status());
            if (state.hasEnded()) {
                close(watch.get());
            }
        }));

        run.in(NO_POOLS);

        assertThat(run.outcome().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(seen).containsExactly(Status.QUEUED, Status.RUNNING, Status.SUCCEEDED);
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("reaches a watcher in order: no older state follows a newer one")
    void inOrder() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Thread watching = new Thread(() -> run.watch(state -> {
            entered.countDown();
            if (state.done() == 0) {
                Await.open(slow);
            }
            seen.add(state.done());
        }));
        Thread progressing = new Thread(() -> run.progress(1, 2, "halfway"));
        watching.start();
        entered.await();

        progressing.start();
        Await.until(
                "the change is told, or waits for its turn",
                () -> Set.of(State.BLOCKED, State.TERMINATED).contains(progressing.getState()));
        slow.countDown();
        watching.join();
        progressing.join();

        assertThat(seen).containsExactly(0, 1);
    }
}
