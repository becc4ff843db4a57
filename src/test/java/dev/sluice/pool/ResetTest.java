package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class ResetTest {

    @Test
    @DisplayName("M12 a forced reset of a pool of 20 with one leased leaves 10 new ones, with the next numbers")
    void force() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        List<Lease<Thing>> leases = test.acquire(20);
        leases.subList(1, 20).forEach(Lease::close);
        List<String> old = test.names();
        Lease<Thing> lent = leases.get(0);

        OperationReport report = test.pool.reset(true);

        assertThat(test.total()).isEqualTo(10);
        assertThat(test.names()).doesNotContainAnyElementsOf(old);
        assertThat(test.indexes())
                .containsExactlyElementsOf(IntStream.rangeClosed(21, 30).boxed().toList());
        assertThat(lent.resource().closes).hasValue(1);
        assertThatThrownBy(() -> test.pool.release(lent))
                .isInstanceOf(ReleaseRefused.class)
                .hasMessageContaining("has no connection of this name");
        test.acquire().close();
        assertThat(test.inUse()).isZero();

        assertThat(report.before()).isEqualTo(20);
        assertThat(report.after()).isEqualTo(10);
        assertThat(report.retired()).hasSize(19).doesNotContain(lent.name());
        assertThat(report.broken()).containsExactly(lent.name());
        assertThat(report.wanted()).isEqualTo(10);
        assertThat(report.created()).isEqualTo(10);
        assertThat(report.complete()).isTrue();
        assertThat(test.events.of(Type.OPERATION_REQUESTED))
                .extracting(PoolEvent::words)
                .containsExactly("reset");
        assertThat(test.events.of(Type.OPERATION_COMPLETED))
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(10));
    }

    @Test
    @DisplayName("a forced reset breaks all leases at once: no break waits for the end of another")
    void breaksTogether() throws Exception {
        FakeStore store = new FakeStore();
        CountDownLatch begun = new CountDownLatch(20);
        AtomicInteger alone = new AtomicInteger();
        try (PoolThreads threads = new PoolThreads("orders", 20, failure -> {});
                ManagedPool<Thing> pool = new ManagedPool<>(
                        "orders", PoolConfig.builder().minSize(5).maxSize(20).build(), store, threads.runtime())) {
            pool.start().join();
            for (int i = 0; i < 20; i++) {
                pool.acquire(AcquireRequest.DEFAULT);
            }
            store.onClose = thing -> {
                begun.countDown();
                if (!isOpenSoon(begun)) {
                    alone.incrementAndGet();
                }
            };

            OperationReport report = pool.reset(true);

            assertThat(alone).hasValue(0);
            assertThat(report.broken()).hasSize(20);
            assertThat(report.complete()).as(report.toString()).isTrue();
            assertThat(report.after()).isEqualTo(5);
        }
    }

    private static boolean isOpenSoon(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    @DisplayName("a reset waits for connections that are created for callers, and reports a pool at its minimum")
    void callersCreationsCount() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(2))) {
            test.acquire(2);
            Caller<Lease<Thing>> first = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
            Caller<Lease<Thing>> second = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
            CountDownLatch slow = new CountDownLatch(1);
            test.store.onCreate = attempt -> Await.open(slow);

            Caller<OperationReport> reset = Caller.start(() -> test.pool.reset(true));
            Await.until("both are being created", () -> test.store.attempts() == 4);
            slow.countDown();
            OperationReport report = reset.result();

            assertThat(report.after()).isEqualTo(2);
            assertThat(report.complete()).as(report.toString()).isTrue();
            assertThat(test.events.of(Type.OPERATION_COMPLETED))
                    .singleElement()
                    .satisfies(event -> assertThat(event.count()).isEqualTo(2));
            first.result().close();
            second.result().close();
        }
    }

    @Test
    @DisplayName(
            "a reset that leaves the pool below its minimum is incomplete, and reports the number of missing resources")
    void belowMinimum() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(1))) {
            test.acquire();
            test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
            test.store.onCreate = attempt -> {
                throw new IllegalStateException("connection refused");
            };

            OperationReport report = test.pool.reset(true);

            assertThat(report.complete()).isFalse();
            assertThat(report.after()).isZero();
            assertThat(report.message()).contains("the pool has 0 connections, 1 below its minimum of 1");
        }
    }

    @Test
    @DisplayName("M13 a reset leaves leased connections to their holders: marked, working, closed on release")
    void graceful() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(5));
        Lease<Thing> lent = test.acquire();

        OperationReport report = test.pool.reset(false);

        assertThat(report.retired()).hasSize(2);
        assertThat(report.retireOnRelease()).containsExactly(lent.name());
        assertThat(report.broken()).isEmpty();
        assertThat(lent.resource().isClosed()).isFalse();
        assertThat(test.total())
                .as("the minimum of new ones, and the one that is out")
                .isEqualTo(4);
        assertThat(test.pool.stats().connections().get(0).retiring()).isEqualTo("reset");
        assertThat(test.pool.stats().generation()).isEqualTo(1);

        lent.close();
        assertThat(lent.resource().closes).hasValue(1);
        assertThat(test.total()).isEqualTo(3);
        assertThat(test.pool.stats().connections()).allMatch(info -> info.generation() == 1);
    }

    @Test
    @DisplayName("M13 with everything leased and no room, a reset refills as the leases end")
    void gracefulWithoutRoom() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        List<Lease<Thing>> leases = test.acquire(2);

        OperationReport report = test.pool.reset(false);
        assertThat(report.wanted()).isEqualTo(2);
        assertThat(report.created()).isZero();
        assertThat(report.complete()).isTrue();
        assertThat(report.message()).isEqualTo("2 will be created when leases end and there is room");

        leases.forEach(Lease::close);
        assertThat(test.indexes()).containsExactly(3, 4);
        assertThat(test.store.mostAlive()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "M13 under load, 20 resets: no caller receives a closed connection, nor one from before a completed reset")
    void underLoad() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(UnaryOperator.identity())) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong resets = new AtomicLong();
            List<Caller<Integer>> borrowers = Caller.startTogether(50, () -> {
                int leases = 0;
                while (!stop.get()) {
                    long ended = resets.get();
                    try (Lease<Thing> lease =
                            test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)))) {
                        assertThat(lease.slot().generation()).isGreaterThanOrEqualTo(ended);
                        assertThat(lease.resource().owners.incrementAndGet()).isEqualTo(1);
                        Thread.yield();
                        assertThat(lease.resource().isClosed()).isFalse();
                        lease.resource().owners.decrementAndGet();
                        leases++;
                    }
                }
                return leases;
            });
            for (int i = 0; i < 20; i++) {
                assertThat(test.pool.reset(false).complete()).isTrue();
                resets.incrementAndGet();
                assertThat(test.total()).isLessThanOrEqualTo(20);
            }
            stop.set(true);
            for (Caller<Integer> borrower : borrowers) {
                borrower.result();
            }
            assertThat(test.store.mostAlive()).isLessThanOrEqualTo(20);
            Await.until("all is settled", () -> test.inUse() == 0 && test.total() == test.store.alive());
        }
    }

    @Test
    @DisplayName("M14 while the database refuses, a reset reports that: created 0 of 10; the pool recovers by itself")
    void databaseRefuses() {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };

        OperationReport report = test.pool.reset(false);

        assertThat(report.complete()).isFalse();
        assertThat(report.wanted()).isEqualTo(10);
        assertThat(report.created()).isZero();
        assertThat(report.failed()).isEqualTo(10);
        assertThat(report.after()).isZero();
        assertThat(report.message())
                .isEqualTo("connection refused; the pool has 0 connections, 10 below its minimum of 10");
        assertThat(test.events.of(Type.CREATION_FAILED))
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.words()).isEqualTo("reset: connection refused"));
        assertThat(test.pool.lastCreationFailure()).isEqualTo("connection refused");

        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofSeconds(10));
        assertThat(test.total()).isEqualTo(10);
        assertThat(test.pool.lastCreationFailure()).isNull();
    }

    @Test
    @DisplayName("M13 a resource in creation at the begin of the reset does not survive it")
    void creationUnderWay() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(3))) {
            CountDownLatch slow = new CountDownLatch(1);
            test.store.onCreate = attempt -> {
                if (attempt == 2) {
                    Await.open(slow);
                }
            };
            Lease<Thing> held = test.acquire();
            Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
            Await.until("it is being created", () -> test.store.attempts() == 2);

            test.pool.reset(false);
            slow.countDown();

            Lease<Thing> lease = waiter.result();
            Await.until(
                    "the late one is closed",
                    () -> test.store.all().stream()
                            .anyMatch(thing -> thing.number != held.resource().number && thing.isClosed()));
            assertThat(lease.slot().generation()).isEqualTo(1);
            lease.close();
            held.close();
            Await.until("settled", () -> test.total() == test.store.alive());
            assertThat(test.pool.stats().connections()).allMatch(info -> info.generation() == 1);
        }
    }

    @Test
    @DisplayName("M12 a lease that is broken before its holder has it is counted until its end only")
    void brokenWhileBeingLent() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        AtomicBoolean once = new AtomicBoolean(true);
        test.time.onInstant = () -> { // read when the slot is taken, and nobody knows yet for which lease
            if (test.inUse() == 1 && once.getAndSet(false)) {
                test.pool.reset(true);
            }
        };

        Lease<Thing> broken = test.acquire();
        assertThat(broken.resource().isClosed()).isTrue();
        assertThat(broken.isOpen())
                .as("it ended as if it had been broken a moment later")
                .isFalse();
        broken.close();

        assertThat(test.inUse()).isZero();
        assertThat(test.pool.stats().counters().acquired())
                .isEqualTo(test.pool.stats().counters().released());
        test.acquire().close();
    }

    @Test
    @DisplayName("a closed pool cannot be reset")
    void closed() {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.pool.close();

        assertThatThrownBy(() -> test.pool.reset(false)).isInstanceOf(PoolClosed.class);
    }
}
