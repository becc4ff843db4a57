package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The waiters, and the holders that they wait for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class PoolQueueTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(2).maxSize(2));

    private void waits(String name, AcquireRequest request) {
        int before = test.pool.stats().waiting();
        Caller<Lease<Thing>> caller = Caller.start(name, () -> test.pool.acquire(request));
        Await.until(name + " waits", () -> test.pool.stats().waiting() > before && caller.isWaiting());
    }

    @Test
    @DisplayName("an idle pool has neither waiters nor holders")
    void idle() {
        assertThat(test.pool.queue(true)).isEqualTo(new PoolQueue("orders", 0, 0, List.of(), List.of(), null));
    }

    @Test
    @DisplayName("waiters are listed in the order of turns, with their requests and waiting times")
    void waiters() throws Exception {
        test.acquire(2);
        waits("batch", FOREVER.withPriority(Priority.BACKGROUND));
        test.advance(Duration.ofMillis(300));
        waits(
                "person",
                AcquireRequest.DEFAULT
                        .withPriority(Priority.HIGH)
                        .withTimeout(Duration.ofSeconds(4))
                        .withTenant("acme")
                        .withTag("feature", "checkout"));
        test.advance(Duration.ofMillis(200));

        List<PoolQueue.Waiter> waiters = test.pool.queue(false).waiters();

        assertThat(waiters)
                .containsExactly(
                        new PoolQueue.Waiter(
                                1,
                                Priority.HIGH,
                                "acme",
                                Map.of("feature", "checkout"),
                                null,
                                "person",
                                false,
                                0.2,
                                3.8,
                                null,
                                List.of()),
                        new PoolQueue.Waiter(
                                2,
                                Priority.BACKGROUND,
                                null,
                                Map.of(),
                                null,
                                "batch",
                                false,
                                0.5,
                                null,
                                null,
                                List.of()));
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
    }

    @Test
    @DisplayName("holders are listed with their tags and the duration of the lease, the oldest connection first")
    void holders() throws Exception {
        Lease<Thing> first = Caller.start(
                        "worker",
                        () -> test.pool.acquire(FOREVER.withTenant("acme")
                                .withPriority(Priority.LOW)
                                .withTag("job", "export")))
                .result();
        test.advance(Duration.ofSeconds(2));
        Lease<Thing> second = test.acquire();
        test.advance(Duration.ofSeconds(1));

        assertThat(test.pool.queue(false).holders())
                .containsExactly(
                        new PoolQueue.Holder(
                                first.name(),
                                Priority.LOW,
                                "acme",
                                Map.of("job", "export"),
                                null,
                                "worker",
                                false,
                                3,
                                false,
                                null,
                                null,
                                null,
                                List.of()),
                        new PoolQueue.Holder(
                                second.name(),
                                Priority.NORMAL,
                                null,
                                Map.of(),
                                null,
                                Thread.currentThread().getName(),
                                false,
                                1,
                                false,
                                null,
                                null,
                                null,
                                List.of()));
        second.close();
        assertThat(test.pool.queue(false).holders()).hasSize(1);
    }

    @Test
    @DisplayName("a waiter that holds a connection itself is joined to it, both ways")
    void joined() throws Exception {
        test.pool.reconfigure(settings ->
                settings.admission(AdmissionPolicy.builder().refuseNested(false).build()));
        Lease<Thing> other = test.acquire();
        CountDownLatch holds = new CountDownLatch(1);
        Caller<Lease<Thing>> nested = Caller.start("nested", () -> {
            test.pool.acquire(FOREVER);
            holds.countDown();
            return test.pool.acquire(FOREVER);
        });
        Await.open(holds);
        Await.until("it waits", () -> test.pool.stats().waiting() == 1 && nested.isWaiting());

        PoolQueue queue = test.pool.queue(false);

        PoolQueue.Holder holder = queue.holders().get(1);
        assertThat(holder.thread()).isEqualTo("nested");
        assertThat(holder.waits()).isTrue();
        assertThat(queue.holders().get(0).waits()).isFalse();
        assertThat(queue.waiters())
                .singleElement()
                .satisfies(waiter -> assertThat(waiter.holds()).containsExactly(holder.connection()));
        other.close();
        nested.result();
    }

    private PoolQueue page(int offset, int limit) {
        return test.pool.queue(new PoolQueue.Page(false, false, offset, limit));
    }

    @Test
    @DisplayName("many waiters and holders are shown page by page, with their number")
    void pages() throws Exception {
        test.acquire(2);
        for (int i = 1; i <= 5; i++) {
            waits("waiter " + i, FOREVER);
        }

        PoolQueue first = page(0, 2);
        assertThat(first.waiting()).isEqualTo(5);
        assertThat(first.held()).isEqualTo(2);
        assertThat(first.waiters()).extracting(PoolQueue.Waiter::thread).containsExactly("waiter 1", "waiter 2");
        assertThat(first.holders()).hasSize(2);
        PoolQueue second = page(1, 3);
        assertThat(second.waiters()).extracting(PoolQueue.Waiter::position).containsExactly(2, 3, 4);
        assertThat(second.holders()).hasSize(1);
        assertThat(page(9, 3).waiters()).isEmpty();
        assertThatThrownBy(() -> page(-1, 3)).hasMessage("offset must be a whole number, at least 0: -1");
        assertThatThrownBy(() -> page(0, 1001)).hasMessage("limit must be a whole number from 1 to 1000: 1001");
    }

    @Test
    @DisplayName("stacks of the holders are listed on request: they show the place of each holder")
    void stacks() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Caller<Object> worker = Caller.start("worker", () -> {
            Lease<Thing> lease = test.acquire();
            slowReport(end);
            lease.close();
            return null;
        });
        Await.until("it works", () -> test.inUse() == 1 && worker.isWaiting());

        assertThat(test.pool.queue(false).holders().get(0).stack()).isEmpty();
        assertThat(test.pool.queue(true).holders().get(0).stack())
                .as("C4 the first frame is the application's, not the JDK's")
                .anyMatch(frame -> frame.contains("slowReport"))
                .first()
                .asString()
                .contains("dev.sluice.testing.Await.open");
        end.countDown();
        worker.result();
    }

    private static void slowReport(CountDownLatch end) {
        Await.open(end);
    }

    @Test
    @DisplayName("after the first waits, waiters have an estimate")
    void estimates() throws Exception {
        List<Lease<Thing>> held = test.acquire(2);
        waits("first", FOREVER);
        waits("second", FOREVER);
        test.advance(Duration.ofSeconds(1));
        held.get(0).close();
        Await.until("one is left", () -> test.pool.stats().waiting() == 1);

        assertThat(test.pool.queue(false).waiters())
                .singleElement()
                .satisfies(waiter -> assertThat(waiter.estimatedSeconds()).isEqualTo(1));
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
    }
}
