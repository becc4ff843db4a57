package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CloseTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    @Test
    @DisplayName(
            "M26 close ends every resource and the store, once; a second close does nothing; later calls are refused")
    void closes() {
        TestPool test = TestPool.started(UnaryOperator.identity());

        test.pool.close();
        test.pool.close();

        assertThat(test.total()).isZero();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThat(test.store.all()).allMatch(thing -> thing.closes.get() == 1);
        assertThat(test.store.storeCloses()).isEqualTo(1);
        assertThat(test.events.of(Type.CLOSING)).hasSize(1);
        assertThat(test.events.of(Type.POOL_CLOSED)).hasSize(1);
        assertThatThrownBy(test::acquire).isInstanceOf(PoolClosed.class).hasMessage("pool 'orders' is closed");
        assertThatThrownBy(() -> test.pool.fill(3)).isInstanceOf(PoolClosed.class);
        assertThat(test.store.created()).as("nothing new").isEqualTo(10);
    }

    @Test
    @DisplayName("M26 C7 waiters fail at once when the pool closes")
    void waitersFail() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        test.acquire();
        List<Caller<Lease<Thing>>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(test.queue(FOREVER));
        }

        test.pool.close(CloseMode.FORCE, Duration.ZERO);

        for (Caller<Lease<Thing>> waiter : waiters) {
            assertThat(waiter.failure()).isInstanceOf(PoolClosed.class);
        }
    }

    @Test
    @DisplayName("X16 a draining close refuses newcomers, waits for the leases and ends with the last of them")
    void drains() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        Lease<Thing> lent = test.acquire();
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close();
            return null;
        });
        Await.until("the idle one is closed", () -> test.total() == 1);

        assertThatThrownBy(test::acquire).isInstanceOf(PoolClosed.class);
        test.advance(Duration.ofSeconds(9));
        assertThat(lent.resource().isClosed()).isFalse();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPING);
        assertThat(closer.isDone()).isFalse();
        lent.close();
        closer.result();

        assertThat(lent.resource().closes).hasValue(1);
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("X16 leases that are not back after 10 s are broken; their late release is harmless")
    void drainEnds() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        Lease<Thing> lent = test.acquire();
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close();
            return null;
        });
        Await.until("the idle one is closed", () -> test.total() == 1);
        test.advance(Duration.ofSeconds(10));
        closer.result();

        assertThat(test.store.alive()).isZero();
        assertThat(lent.resource().closes).hasValue(1);
        lent.close();
        assertThat(lent.resource().closes).hasValue(1);
        assertThat(test.pool.stats().counters().released()).isEqualTo(1);
    }

    @Test
    @DisplayName("X16 the time of a drain counts from the call: closing the idle ones is part of it")
    void drainCountsFromTheCall() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        Lease<Thing> lent = test.acquire();
        test.store.onClose = thing -> {
            if (thing != lent.resource()) {
                test.advance(Duration.ofSeconds(10));
            }
        };
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(10));
            return null;
        });
        closer.result();

        assertThat(lent.resource().closes).hasValue(1);
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("IDLE_ONLY closes idle resources and returns; the last lease to end finishes it")
    void idleOnly() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(3));
        List<Lease<Thing>> lent = test.acquire(2);

        test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);
        assertThat(test.store.alive()).isEqualTo(2);
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPING);
        assertThat(lent).noneMatch(lease -> lease.resource().isClosed());

        lent.get(0).close();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPING);
        lent.get(1).close();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThat(test.store.alive()).isZero();
        assertThat(test.store.storeCloses()).isEqualTo(1);
    }

    @Test
    @DisplayName("IDLE_ONLY without leases is finished when it returns")
    void idleOnlyWithoutLeases() {
        try (TestPool test = TestPool.startedOnThreads(UnaryOperator.identity())) {
            test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);

            assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
            assertThat(test.store.alive()).isZero();
        }
    }

    @Test
    @DisplayName("FORCE breaks the leases at once")
    void force() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        List<Lease<Thing>> lent = test.acquire(2);

        test.pool.close(CloseMode.FORCE, Duration.ofHours(1));

        assertThat(lent).allMatch(lease -> lease.resource().closes.get() == 1);
        assertThat(test.inUse()).isZero();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("a creation that fails while the pool closes does not hold up the close")
    void creationFailsDuringClose() throws Exception {
        for (CloseMode mode : CloseMode.values()) {
            try (TestPool test =
                    TestPool.startedOnThreads(settings -> settings.minSize(0).maxSize(1))) {
                CountDownLatch slow = new CountDownLatch(1);
                test.store.onCreate = attempt -> {
                    Await.open(slow);
                    throw new IllegalStateException("too late");
                };
                Caller<Lease<Thing>> caller = test.queue(FOREVER);
                Await.until("it is being created", () -> test.store.attempts() == 1);
                Caller<Void> closer = Caller.start(() -> {
                    test.pool.close(mode, Duration.ofSeconds(30));
                    return null;
                });
                assertThat(caller.failure()).isInstanceOf(PoolClosed.class);
                slow.countDown();
                closer.result();

                // IDLE_ONLY has no limit: it ends only because the failure is told
                Await.until(mode + " has ended", () -> test.pool.state() == PoolState.STOPPED);
                assertThat(test.store.alive()).isZero();
                assertThat(test.store.storeCloses()).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("C5 a creation that succeeds while the pool closes is closed again, once, before the close ends")
    void creationSucceedsDuringClose() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(0).maxSize(1))) {
            CountDownLatch slow = new CountDownLatch(1);
            test.store.onCreate = attempt -> Await.open(slow);
            Caller<Lease<Thing>> caller = test.queue(FOREVER);
            Await.until("it is being created", () -> test.store.attempts() == 1);
            Caller<Void> closer = Caller.start(() -> {
                test.pool.close(CloseMode.FORCE, Duration.ZERO);
                return null;
            });
            assertThat(caller.failure()).isInstanceOf(PoolClosed.class);
            slow.countDown();
            closer.result();

            assertThat(test.store.all())
                    .singleElement()
                    .satisfies(thing -> assertThat(thing.closes).hasValue(1));
            assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
            assertThat(test.total()).isZero();
        }
    }

    @Test
    @DisplayName("an operation interrupted by a close ends, reports that it is incomplete, and leaves nothing open")
    void operationDuringClose() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(3))) {
            CountDownLatch slow = new CountDownLatch(1);
            test.store.onCreate = attempt -> Await.open(slow);
            var renewal = Caller.start(test.pool::renew);
            Await.until("a replacement is being created", () -> test.store.attempts() == 2);
            Caller<Void> closer = Caller.start(() -> {
                test.pool.close();
                return null;
            });
            Await.until("it closes", () -> test.pool.state() == PoolState.STOPPING);
            slow.countDown();

            renewal.result();
            closer.result();
            assertThat(test.store.alive()).isZero();
            assertThatThrownBy(test.pool::renew).isInstanceOf(PoolClosed.class);
        }
    }

    @Test
    @DisplayName(
            "a store whose close fails does not prevent the close of the pool; the failure is counted and reported")
    void storeFails() {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.store.onStoreClose = () -> {
            throw new IllegalStateException("no");
        };

        test.pool.close();

        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThat(test.events.of(Type.CLOSE_FAILED)).hasSize(1);
        assertThat(test.events.of(Type.POOL_CLOSED)).hasSize(1);
        assertThat(test.pool.stats().counters().closeFailures()).isEqualTo(1);
    }

    @Test
    @DisplayName("a second close waits for the first")
    void secondWaits() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> lent = test.acquire();
        List<Caller<Void>> closers = Caller.startTogether(3, () -> {
            test.pool.close();
            return null;
        });
        Await.until("it closes", () -> test.pool.state() == PoolState.STOPPING);
        assertThat(closers).noneMatch(Caller::isDone);

        lent.close();
        for (Caller<Void> closer : closers) {
            closer.result();
        }
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("a lease that is broken while close drains ends the drain")
    void brokenDuringDrain() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(1))) {
            Lease<Thing> lent = test.acquire();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            test.pool.addListener(event -> {
                if (event.type() == Type.OPERATION_REQUESTED) {
                    begun.countDown();
                    Await.open(go);
                }
            });
            Caller<?> operator = Caller.start(() -> test.pool.reclaim(lent.name()));
            Await.open(begun);
            Caller<Void> closer = Caller.start(() -> {
                test.pool.close(CloseMode.DRAIN, Duration.ofHours(1));
                return null;
            });
            Await.until("it drains", () -> test.pool.state() == PoolState.STOPPING);
            go.countDown();

            operator.result();
            closer.result();
            assertThat(test.store.alive()).isZero();
        }
    }

    @Test
    @DisplayName("X16 a lease that was just being given out when the close began is waited for like any other")
    void lentAtThatMoment() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        List<Caller<Void>> closers = new ArrayList<>();
        AtomicBoolean begun = new AtomicBoolean(); // the closer itself reads the instant, too
        test.time.onInstant = () -> { // read when the slot is taken and nobody has counted it yet
            if (test.inUse() == 1 && begun.compareAndSet(false, true)) {
                closers.add(Caller.start(() -> {
                    test.pool.close();
                    return null;
                }));
                Await.until("the other one is closed", () -> test.total() == 1);
            }
        };

        Lease<Thing> lent = test.acquire();
        test.time.onInstant = () -> {};
        test.advance(Duration.ofSeconds(9));

        assertThat(lent.resource().isClosed()).isFalse();
        assertThat(closers.get(0).isDone()).isFalse();
        lent.close();
        closers.get(0).result();
        assertThat(lent.resource().closes).hasValue(1);
    }

    @Test
    @DisplayName(
            "G15 a close that is only begun breaks no lease: each is closed at its release, and the last one ends it")
    void begins() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(3));
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();

        CompletableFuture<Void> ended = test.pool.beginClose();

        assertThat(test.store.alive()).isEqualTo(2);
        assertThatThrownBy(test::acquire).isInstanceOf(PoolClosed.class);
        first.close();
        assertThat(first.resource().isClosed()).isTrue();
        assertThat(ended).isNotDone();
        assertThat(test.store.storeCloses()).isZero();
        second.close();
        assertThat(ended).isCompleted();
        assertThat(test.pool.beginClose()).isCompleted();
        test.pool.close();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThat(test.store.storeCloses()).isEqualTo(1);
        assertThat(test.events.of(Type.CLOSING)).hasSize(1);
    }

    @Test
    @DisplayName("G16 a second begin of a close returns the same end, which no other caller can complete")
    void beginsAfterwards() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> lease = test.acquire();
        test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);

        CompletableFuture<Void> ended = test.pool.beginClose();
        test.pool.beginClose().complete(null);

        assertThat(ended).isNotDone();
        lease.close();
        assertThat(ended).isCompleted();
    }
}
