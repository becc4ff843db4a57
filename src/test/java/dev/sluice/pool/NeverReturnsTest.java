package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.NeverReturns;
import dev.sluice.testing.TestPool;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A call of the store that never returns, and ignores interrupts, is given up at its limit")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class NeverReturnsTest {

    private static final AcquireRequest TWO_MINUTES = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(2));
    private static final AcquireRequest ONE_SECOND = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(1));
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final NeverReturns foreign = new NeverReturns();
    private TestPool test = pool(1, settings -> settings);

    /** With so many workers, and fake time. */
    private static TestPool pool(int workers, UnaryOperator<PoolConfig.Builder> change) {
        return TestPool.withWorkers(
                Workers.named("test-worker", workers),
                settings -> change.apply(settings.minSize(0)
                        .maxSize(2)
                        .validateAfterIdle(Duration.ofSeconds(1))
                        .idleTimeout(Duration.ZERO)));
    }

    private void use(TestPool other) {
        test.close();
        test = other;
    }

    @AfterEach
    void close() {
        foreign.free();
        test.close();
    }

    /** Lets the hanging threads go on, and waits until they have come back. */
    private void free() {
        foreign.free();
        Await.until("the threads have come back", () -> test.pool.stats().stuckThreads() == 0);
    }

    private void awaitStuck(int count) {
        Await.until(count + " threads are stuck", () -> test.pool.stats().stuckThreads() == count);
    }

    @Test
    @DisplayName("a validation: the caller that waited for it is served by a new resource, on another thread")
    void validation() throws Exception {
        test.pool.start().join();
        test.pool.acquire(TWO_MINUTES).close();
        test.advance(Duration.ofSeconds(5));
        Thing first = test.store.all().get(0);
        test.store.works = thing -> {
            foreign.hang();
            return true;
        };
        Caller<Lease<Thing>> caller = Caller.start(() -> test.pool.acquire(TWO_MINUTES));
        foreign.await(1);
        test.advance(Duration.ofSeconds(3));
        Lease<Thing> lease = caller.result();

        assertThat(lease.resource()).isNotSameAs(first);
        assertThat(test.pool.stats().stuckThreads()).isEqualTo(1);
        assertThat(test.pool.stats().total()).isEqualTo(1);
        Await.until("it is told", () -> !test.events.of(Type.INVALID).isEmpty());
        assertThat(test.events.of(Type.INVALID).get(0).words()).startsWith("no answer within its limit");
        free();
        Await.until("the first is closed", first::isClosed);
        assertThat(first.closes).hasValue(1);
        assertThat(test.pool.stats().total()).isEqualTo(1);
        lease.close();
    }

    @Test
    @DisplayName("a reset: its place is free again")
    void reset() throws Exception {
        test.pool.start().join();
        test.store.resets = thing -> {
            foreign.hang();
            return true;
        };
        Lease<Thing> lease = test.pool.acquire(TWO_MINUTES);
        lease.resetOnClose();
        lease.close();
        foreign.await(1);
        test.advance(Duration.ofSeconds(3));
        Await.until("the slot is given up", () -> test.pool.stats().total() == 0);
        test.pool.acquire(TWO_MINUTES).close();
        free();
        Await.until("the first is closed", () -> test.store.all().get(0).closes.get() == 1);
    }

    @Test
    @DisplayName("a close: its place is free for another, and the failure is reported")
    void closing() throws Exception {
        use(pool(1, settings -> settings.maxSize(1)));
        test.pool.start().join();
        test.store.onClose = thing -> foreign.hang();
        Lease<Thing> lease = test.pool.acquire(TWO_MINUTES);
        lease.invalidate();
        lease.close();
        foreign.await(1);
        Caller<Lease<Thing>> caller = Caller.start(() -> test.pool.acquire(TWO_MINUTES));
        Await.until("it waits", () -> test.pool.stats().waiting() == 1);
        test.advance(CLOSE_LIMIT);

        caller.result().close();
        assertThat(test.pool.stats().counters().closeFailures()).isEqualTo(1);
        assertThat(test.events.of(Type.CLOSE_FAILED).get(0).words())
                .isEqualTo("close: no answer within 30 s, given up; its thread has not returned");
        test.store.onClose = thing -> {};
        free();
        assertThat(test.store.all().get(0).closes).hasValue(1);
    }

    @Test
    @DisplayName("closes that hang in all threads do not delay a validation")
    void closesBesideValidations() throws Exception {
        try (PoolThreads threads = new PoolThreads("orders", 20, failure -> {})) {
            use(TestPool.on(
                    threads,
                    settings -> settings.minSize(0)
                            .maxSize(20)
                            .validateAfterIdle(Duration.ofSeconds(1))
                            .idleTimeout(Duration.ZERO)));
            test.pool.start().join();
            List<Lease<Thing>> leases = test.acquire(9);
            test.store.onClose = thing -> foreign.hang();
            for (Lease<Thing> lease : leases.subList(0, 8)) {
                lease.invalidate();
                lease.close();
            }
            leases.get(8).close();
            foreign.await(8);
            test.advance(Duration.ofSeconds(5));

            Lease<Thing> lease =
                    Caller.start(() -> test.pool.acquire(TWO_MINUTES)).result();

            assertThat(lease.resource()).isSameAs(leases.get(8).resource());
            assertThat(lease.resource().validations).hasValue(1);
            lease.close();
            test.store.onClose = thing -> {};
            foreign.free();
        }
    }

    @Test
    @DisplayName("a creation: its place is free for another, and a resource that it makes late is closed, once")
    void creation() throws Exception {
        use(pool(1, settings -> settings.maxSize(1)));
        test.pool.start().join();
        test.store.onCreate = attempt -> {
            if (attempt == 1) {
                foreign.hang();
            }
        };
        Caller<Lease<Thing>> caller = Caller.start(() -> test.pool.acquire(TWO_MINUTES));
        foreign.await(1);
        test.advance(CREATION_LIMIT);
        assertThat(test.pool.stats().creating()).isZero();
        assertThat(test.pool.stats().stateReason()).isEqualTo(FailureKind.NO_ANSWER);
        test.advance(Duration.ofSeconds(1));
        Lease<Thing> lease = caller.result();

        assertThat(test.pool.stats().counters().creationFailures()).isEqualTo(1);
        free();
        Await.until("the late one is closed", () -> test.store.alive() == 1);
        assertThat(test.store.all())
                .filteredOn(thing -> thing.closes.get() == 1)
                .hasSize(1);
        assertThat(test.pool.stats().total()).isEqualTo(1);
        assertThat(test.pool.stats().counters().created()).isEqualTo(1);
        lease.close();
    }

    @Test
    @DisplayName("a later caller is served by another creation, beside an earlier one that hangs")
    void laterCaller() throws Exception {
        use(pool(2, settings -> settings));
        test.pool.start().join();
        test.store.onCreate = attempt -> {
            if (attempt == 1) {
                foreign.hang();
            }
        };
        Caller<Lease<Thing>> first = Caller.start(() -> test.pool.acquire(ONE_SECOND));
        foreign.await(1);
        test.advance(Duration.ofSeconds(1));
        assertThat(first.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessage("pool 'orders': no lease within 1 s (max 2, leased 0, waiting 0);"
                        + " connections still being created: 1");

        Lease<Thing> lease = Caller.start(() -> test.pool.acquire(ONE_SECOND)).result();
        assertThat(test.store.attempts()).isEqualTo(2);
        foreign.free();
        Await.until("the slow one is there", () -> test.pool.stats().total() == 2);
        lease.close();
    }

    @Test
    @DisplayName(
            "while every thread that creates hangs, a released resource is reset and serves a waiter, and others close")
    void othersGoOn() throws Exception {
        int max = 10; // more than there are threads of a kind
        FakeStore store = new FakeStore();
        PoolConfig config = PoolConfig.builder()
                .minSize(0)
                .maxSize(max)
                .creationTimeout(Duration.ofMinutes(10))
                .build();
        try (PoolThreads threads = new PoolThreads("orders", max, failure -> {});
                ManagedPool<Thing> pool = new ManagedPool<>("orders", config, store, threads.runtime())) {
            pool.start().join();
            Lease<Thing> first = pool.acquire(TWO_MINUTES);
            Lease<Thing> second = pool.acquire(TWO_MINUTES);
            store.onCreate = attempt -> foreign.hang();
            List<Caller<Lease<Thing>>> callers = Caller.startTogether(max - 2, () -> pool.acquire(TWO_MINUTES));
            foreign.await(max - 2);

            first.invalidate();
            first.close();
            Await.until("the first is closed", first.resource()::isClosed);
            second.resetOnClose();
            second.close();
            Await.until("a caller is served", () -> callers.stream().anyMatch(Caller::isDone));
            assertThat(second.resource().resets).hasValue(1);
            foreign.free();
            for (Caller<Lease<Thing>> caller : callers) {
                caller.result().close();
            }
        }
    }

    @Test
    @DisplayName("creations against a server that never answers are bounded, although each caller gives up soon")
    void boundedBeside() throws Exception {
        use(pool(20, settings -> settings.maxSize(20)));
        test.pool.start().join();
        test.store.onCreate = attempt -> foreign.hang();
        for (int i = 0; i < 10; i++) {
            Caller<Lease<Thing>> caller = test.queue(ONE_SECOND);
            foreign.await(Math.min(i, SlowAttempts.MOST) + 1);
            test.advance(Duration.ofSeconds(1));
            assertThat(caller.failure()).isInstanceOf(AcquireTimeout.class);
        }

        assertThat(test.store.attempts()).isEqualTo(SlowAttempts.MOST + 1);
    }

    @Test
    @DisplayName(
            "with a creation for each caller, a given-up creation fails no caller that arrived after its own had left")
    void perCaller() throws Exception {
        use(pool(2, settings -> settings.creationPerCaller(true)));
        test.pool.start().join();
        test.store.onCreate = attempt -> {
            if (attempt <= 2) {
                foreign.hang();
            }
        };
        Caller<Lease<Thing>> first = Caller.start(() -> test.pool.acquire(ONE_SECOND));
        foreign.await(1);
        test.advance(Duration.ofSeconds(1));
        assertThat(first.failure()).isInstanceOf(PoolException.class);
        Caller<Lease<Thing>> second = Caller.start(() -> test.pool.acquire(TWO_MINUTES));
        foreign.await(2);
        test.advance(CREATION_LIMIT.minusSeconds(1)); // the limit of the first attempt only
        awaitStuck(1);
        Await.until("the second still waits", second::isWaiting);
        assertThat(second.isDone()).isFalse();
        test.advance(Duration.ofSeconds(1));
        assertThat(second.failure()).isInstanceOf(CreationFailed.class);
        assertThat(second.failure()).hasMessageContaining("creation: no answer within 30 s");
    }

    @Test
    @DisplayName("stuck threads are bounded: then creations are refused, and every refusal has the reason")
    void bounded() throws Exception {
        use(pool(1, settings -> settings.maxSize(1)));
        test.pool.start().join();
        test.store.onCreate = attempt -> foreign.hang();
        Caller<Lease<Thing>> caller =
                Caller.start(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofHours(1))));
        for (int i = 1; i <= TimedCalls.MOST_STUCK; i++) {
            foreign.await(i);
            test.advance(CREATION_LIMIT);
            awaitStuck(i);
            test.advance(Duration.ofSeconds(1)); // the wait after a failure
        }
        Await.until(
                "a creation is refused",
                () -> test.pool
                        .stats()
                        .stateDetail()
                        .contains("no other creation is begun: 32 threads hang in a creation that does not return"));
        assertThat(test.store.attempts()).isEqualTo(TimedCalls.MOST_STUCK);
        Caller<Lease<Thing>> other = test.queue(ONE_SECOND);
        test.advance(Duration.ofSeconds(1));
        assertThat(other.failure()).hasMessageContaining("stuck threads 32");
        assertThat(caller.isDone()).isFalse();
        foreign.free();
        awaitStuck(0);
        test.advance(Duration.ofSeconds(1));
        caller.result().close();
        Await.until("the late ones are closed", () -> test.store.alive() == 1);
    }
}
