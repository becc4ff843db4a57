package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class RenewTest {

    @Test
    @DisplayName(
            "every resource is replaced, new before old; their number stays between that of the start and the maximum")
    void rolling() {
        TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(4));
        List<String> old = test.names();
        List<Integer> alive = new ArrayList<>();
        test.pool.addListener(event -> alive.add(test.store.alive()));

        OperationReport report = test.pool.renew();

        assertThat(report.retired()).containsExactlyElementsOf(old);
        assertThat(report.wanted()).isEqualTo(3);
        assertThat(report.created()).isEqualTo(3);
        assertThat(report.complete()).isTrue();
        assertThat(test.indexes()).containsExactly(4, 5, 6);
        assertThat(alive).allMatch(count -> count >= 3);
        assertThat(test.store.mostAlive()).isEqualTo(4);
    }

    @Test
    @DisplayName("An operation that can create nothing reports the cause, with all other results")
    void causeOfNothing() {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("refused");
        };
        test.pool.drain(Duration.ZERO, OperationContext.plain());
        test.pool.enable(OperationContext.plain());

        assertThat(test.pool.renew().message()).isEqualTo("there was no connection to replace; refused");
        assertThat(test.pool.validate(OperationContext.plain()).message())
                .isEqualTo("validated 0 idle, 0 did not work; 0 in use were left alone; refused; the pool has 0"
                        + " connections, 2 below its minimum of 2");
        assertThat(test.pool.fill(5).message()).isEqualTo("target 5 is above the maximum 2; refused");
    }

    @Test
    @DisplayName("at the maximum an idle one is closed first, one at a time")
    void withoutRoom() {
        TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(3));
        List<Integer> alive = new ArrayList<>();
        test.pool.addListener(event -> alive.add(test.store.alive()));

        OperationReport report = test.pool.renew();

        assertThat(report.retired()).hasSize(3);
        assertThat(report.created()).isEqualTo(3);
        assertThat(test.indexes()).containsExactly(4, 5, 6);
        assertThat(alive).allMatch(count -> count >= 2);
        assertThat(test.store.mostAlive()).isEqualTo(3);
    }

    @Test
    @DisplayName("with everything leased, each is replaced at its release, beyond the minimum, too")
    void allLent() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(3));
        List<Lease<Thing>> leases = test.acquire(3);

        OperationReport report = test.pool.renew();
        assertThat(report.retireOnRelease()).hasSize(3);
        assertThat(report.complete()).isTrue();
        assertThat(leases).noneMatch(lease -> lease.resource().isClosed());

        leases.forEach(Lease::close);
        assertThat(test.indexes()).containsExactly(4, 5, 6);
        assertThat(leases).allMatch(lease -> lease.resource().closes.get() == 1);
        assertThat(test.store.mostAlive()).isEqualTo(3);
    }

    @Test
    @DisplayName("a replacement that cannot be made on release is made later, beyond the minimum, too")
    void replacementFails() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(0).maxSize(3));
        List<Lease<Thing>> leases = test.acquire(3);
        test.pool.renew();
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("no");
        };
        leases.forEach(Lease::close);
        assertThat(test.total()).isZero();

        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofSeconds(2));

        assertThat(test.total()).isEqualTo(3);
    }

    @Test
    @DisplayName("a replacement that demand has caused already is not repeated when there is room")
    void debtIsPaidOnce() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1)
                .maxSize(2)
                .idleTimeout(Duration.ofMinutes(1))
                .validateAfterIdle(Duration.ofHours(1)));
        List<Lease<Thing>> leases = test.acquire(2);
        test.pool.renew();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1)));
        leases.get(0).close();
        Lease<Thing> served = waiter.result();
        leases.get(1).close();
        served.close();
        assertThat(test.indexes()).containsExactly(3, 4);

        test.advance(Duration.ofSeconds(70));

        assertThat(test.indexes())
                .as("the one beyond the minimum went, and nothing came for it")
                .containsExactly(3);
    }

    @Test
    @DisplayName("a marked resource is not replaced again")
    void skipsRetired() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(10));
        List<Lease<Thing>> leases = test.acquire(2);
        test.pool.reset(false);
        assertThat(test.total()).isEqualTo(4);

        OperationReport report = test.pool.renew();

        assertThat(report.wanted()).isEqualTo(2);
        leases.forEach(Lease::close);
        assertThat(test.indexes()).containsExactly(5, 6);
    }

    @Test
    @DisplayName(
            "if the database refuses, it stops: resources that were not replaced stay in use, and none is missing afterwards")
    void stopsAtFailure() throws Exception {
        for (int max : new int[] {3, 4}) {
            TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(max));
            test.pool.fill(3);
            test.store.onCreate = attempt -> {
                if (attempt == 5) {
                    throw new IllegalStateException("refused");
                }
            };

            OperationReport report = test.pool.renew();

            assertThat(report.complete()).isFalse();
            assertThat(report.created()).isEqualTo(1);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.message()).isEqualTo("stopped: refused; the other connections stay in use");
            test.advance(Duration.ofSeconds(1));
            assertThat(test.total()).as("of at most %d", max).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("M18 while a renew runs a second one is refused; after it, one is accepted again")
    void oneAtATime() throws Exception {
        try (TestPool live =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(2))) {
            CountDownLatch slow = new CountDownLatch(1);
            live.store.onCreate = attempt -> Await.open(slow);
            Caller<OperationReport> first = Caller.start(live.pool::renew);
            Await.until("the first runs", () -> live.store.attempts() == 2);

            assertThatThrownBy(live.pool::renew)
                    .isInstanceOf(OperationInProgress.class)
                    .hasMessage("Renew request already in progress on pool 'orders'");
            slow.countDown();

            assertThat(first.result().created()).isEqualTo(1);
            assertThat(live.pool.renew().created()).isEqualTo(1);
        }
    }
}
