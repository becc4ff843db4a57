package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class AcquireTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    @Test
    @DisplayName("M03 acquire gives the oldest free one, release brings it back and notes when")
    void acquireAndRelease() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.advance(Duration.ofSeconds(1));

        Lease<Thing> lease = test.acquire();
        assertThat(TestPool.index(lease.name())).isEqualTo(1);
        assertThat(test.inUse()).isEqualTo(1);
        assertThat(test.pool.stats().available()).isEqualTo(9);
        assertThat(test.pool.stats().connections().get(0).inUse()).isTrue();

        test.advance(Duration.ofSeconds(1));
        Instant released = test.time.instant();
        lease.close();

        assertThat(test.inUse()).isZero();
        assertThat(test.pool.stats().available()).isEqualTo(10);
        assertThat(test.pool.stats().connections().get(0).lastUsed()).isEqualTo(released);
        assertThat(test.events.connections(Type.LENT)).containsExactly(lease.name());
        assertThat(test.events.connections(Type.RETURNED)).containsExactly(lease.name());
    }

    @Test
    @DisplayName("X12 ten acquires give conn_1 to conn_10; after 7, 3 and 5 are back, the next get 3, 5, 7")
    void orderOfCreation() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(10).maxSize(10));

        List<Lease<Thing>> leases = test.acquire(10);
        assertThat(leases)
                .extracting(lease -> TestPool.index(lease.name()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        for (int number : List.of(7, 3, 5)) {
            leases.get(number - 1).close();
        }

        assertThat(test.acquire(3))
                .extracting(lease -> TestPool.index(lease.name()))
                .containsExactly(3, 5, 7);
        assertThat(test.indexes())
                .as("stats stay in the order of creation")
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    @DisplayName("M05 beyond the minimum it creates one for each that is needed, up to the maximum")
    void growsOnDemand() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(4));

        test.acquire(4);

        assertThat(test.total()).isEqualTo(4);
        assertThat(test.store.created()).isEqualTo(4);
        assertThat(test.events.of(Type.CREATED)).extracting(PoolEvent::words).endsWith("demand", "demand");
    }

    @Test
    @DisplayName(
            "M06 max+5 sequential acquires have 5 failures, each after its 100 ms and with the numbers in its text")
    void exhausted() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(UnaryOperator.identity())) {
            AcquireRequest request = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(10));
            List<Lease<Thing>> leases = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                leases.add(test.pool.acquire(request));
            }
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                assertThatThrownBy(() -> test.pool.acquire(request.withTimeout(Duration.ofMillis(100))))
                        .isInstanceOf(AcquireTimeout.class)
                        .hasMessageStartingWith("pool 'orders': no lease within 100 ms (max 20, leased 20, waiting 0)"
                                + "; longest holder: conn_1_");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
            }
            assertThat(test.events.of(Type.SATURATED)).hasSize(5);
            assertThat(test.pool.stats().counters().timeouts()).isEqualTo(5);
            assertThat(test.pool.stats().counters().refused()).isEqualTo(5);

            leases.forEach(Lease::close);
            assertThat(test.inUse()).isZero();
            assertThat(test.pool.stats().counters().maxInUse()).isEqualTo(20);
        }
    }

    @Test
    @DisplayName("M08 a waiter without deadline gets the very connection that is released, by hand-off")
    void handOff() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(20));
        List<Lease<Thing>> leases = test.acquire(20);
        Caller<Lease<Thing>> waiter = test.queue(FOREVER);

        test.advance(Duration.ofMillis(3));
        Lease<Thing> released = leases.get(12);
        released.close();

        assertThat(waiter.result().name()).isEqualTo(released.name());
        assertThat(test.events.of(Type.LENT_AFTER_WAIT)).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(released.name());
            assertThat(event.count()).isEqualTo(3_000_000L);
        });
        assertThat(test.pool.stats().counters().waits()).isEqualTo(1);
    }

    @Test
    @DisplayName("a listener that wants no events of leases receives the length of a wait, and no event")
    void waitWithoutEvent() throws Exception {
        FakeTime time = new FakeTime();
        PoolConfig config = PoolConfig.builder().minSize(1).maxSize(1).build();
        PoolRuntime runtime = new PoolRuntime(time, time, Runnable::run, () -> 0.5);
        ManagedPool<Thing> pool = new ManagedPool<>("orders", config, new FakeStore(), runtime);
        List<Long> waits = new CopyOnWriteArrayList<>();
        List<Type> events = new CopyOnWriteArrayList<>();
        pool.addListener(new PoolListener() {
            @Override
            public boolean wantsLeases() {
                return false;
            }

            @Override
            public void waited(long nanos) {
                waits.add(nanos);
            }

            @Override
            public void on(PoolEvent event) {
                events.add(event.type());
            }
        });
        pool.start().join();
        Lease<Thing> lease = pool.acquire();
        Caller<Lease<Thing>> waiter = Caller.start(() -> pool.acquire(FOREVER));
        Await.until("the caller waits", () -> pool.stats().waiting() == 1 && waiter.isWaiting());
        time.advance(Duration.ofMillis(3));
        lease.close();
        waiter.result().close();
        pool.close(CloseMode.FORCE, Duration.ZERO);

        assertThat(waits).containsExactly(3_000_000L);
        assertThat(events).doesNotContain(Type.LENT, Type.LENT_AFTER_WAIT, Type.RETURNED);
    }

    @Test
    @DisplayName("M09 thirty waiters on a full pool are served in the order of their arrival")
    void servesInOrder() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        Lease<Thing> current = test.acquire(20).get(0);
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<Caller<Lease<Thing>>> waiters = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            int number = i;
            int before = test.pool.stats().waiting();
            waiters.add(Caller.start(() -> {
                Lease<Thing> lease = test.pool.acquire(FOREVER);
                served.add(number);
                return lease;
            }));
            Await.until("W" + i + " waits", () -> test.pool.stats().waiting() > before);
            test.advance(Duration.ofMillis(5));
        }

        for (Caller<Lease<Thing>> waiter : waiters) {
            current.close();
            current = waiter.result();
        }

        assertThat(served)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    @DisplayName("X02 the more urgent waiter is served first")
    void priorities() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> low = test.queue(FOREVER.withPriority(Priority.LOW));
        Caller<Lease<Thing>> high = test.queue(FOREVER.withPriority(Priority.HIGH));
        assertThat(test.pool.stats().waitingByLane())
                .containsEntry(Priority.LOW, 1)
                .containsEntry(Priority.HIGH, 1);

        held.close();
        Lease<Thing> first = high.result();
        assertThat(low.isDone()).isFalse();
        first.close();

        low.result().close();
    }

    @Test
    @DisplayName("M10 an interrupted waiter reports that in the documented words, and its place in the queue is free")
    void interrupted() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        List<Lease<Thing>> leases = test.acquire(20);
        Caller<Lease<Thing>> first = test.queue(FOREVER);
        Caller<Lease<Thing>> second = test.queue(FOREVER);

        first.interrupt();

        assertThat(first.failure())
                .isInstanceOf(InterruptedException.class)
                .hasMessage(
                        "pool 'orders': interrupted after 0 ms of waiting for a lease (max 20, leased 20, waiting 1)");
        assertThat(test.pool.stats().waiting()).isEqualTo(1);
        leases.get(0).close();
        second.result().close();
        assertThat(test.inUse()).isEqualTo(19);
    }

    @Test
    @DisplayName("M10 a waiter that times out leaves the queue")
    void timedOut() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).acquisitionTimeout(Duration.ofSeconds(5)));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT);

        test.advance(Duration.ofSeconds(5));

        assertThat(waiter.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageMatching("pool 'orders': no lease within 5 s \\(max 1, leased 1, waiting 0\\)"
                        + "; longest holder: conn_1_\\d+ for 5 s by thread .*");
        held.close();
        assertThat(test.pool.stats().available()).isEqualTo(1);
        assertThat(test.pool.stats().waiting()).isZero();
    }

    @Test
    @DisplayName("C4 the last hundred that got no lease are remembered: lane, tags, wait, why, and behind whom")
    void gaveUp() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).acquisitionTimeout(Duration.ofSeconds(5)));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT
                .withPriority(Priority.HIGH)
                .withTenant("acme")
                .withTag("feature", "billing"));
        test.advance(Duration.ofSeconds(5));
        assertThat(waiter.failure()).isInstanceOf(AcquireTimeout.class);

        assertThat(test.pool.gaveUp()).singleElement().satisfies(one -> {
            assertThat(one.lane()).isEqualTo(Priority.HIGH);
            assertThat(one.tenant()).isEqualTo("acme");
            assertThat(one.tags()).containsEntry("feature", "billing");
            assertThat(one.waitedSeconds()).isEqualTo(5);
            assertThat(one.why()).isEqualTo("TIMED_OUT");
            assertThat(one.behind()).startsWith(held.name() + " for 5 s by thread ");
        });

        AcquireRequest noTime = AcquireRequest.DEFAULT.withTimeout(Duration.ZERO);
        Caller<Lease<Thing>> interrupted = test.queue(FOREVER);
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertThat(test.pool.gaveUp()).extracting(LostWaiter::why).containsExactly("INTERRUPTED", "TIMED_OUT");
        held.close();
        assertThat(test.pool.acquire(noTime)).isNotNull();
    }

    @Test
    @DisplayName("beyond the cap on waiters callers are refused at once")
    void tooManyWaiters() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1)
                .maxSize(1)
                .admission(AdmissionPolicy.builder().maxWaiters(1).build()));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(FOREVER);

        assertThatThrownBy(() -> test.pool.acquire(FOREVER))
                .isInstanceOf(PoolSaturated.class)
                .hasMessage("pool 'orders': too many waiters (max 1, leased 1, waiting 1)");
        held.close();
        waiter.result().close();
    }

    @Test
    @DisplayName("a caller without patience gets a free resource, or a refusal at once")
    void withoutWaiting() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).shortestWait(Duration.ZERO));
        AcquireRequest now = AcquireRequest.DEFAULT.withTimeout(Duration.ZERO);

        try (Lease<Thing> lease = test.pool.acquire(now)) {
            assertThat(lease.resource()).isNotNull();
            assertThatThrownBy(() -> test.pool.acquire(now)).isInstanceOf(AcquireTimeout.class);
        }
    }

    @Test
    @DisplayName("the tags of a lease are shown while it is held, and not after its release")
    void tellsWhatFor() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1));
        AcquireRequest request = AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing");

        Lease<Thing> lease = test.pool.acquire(request);
        ConnectionInfo out = test.pool.stats().connections().get(0);
        assertThat(out.tenant()).isEqualTo("acme");
        assertThat(out.tags()).containsExactly(Map.entry("feature", "billing"));
        assertThat(out.holder()).isEqualTo(Thread.currentThread().getName());

        lease.close();
        ConnectionInfo back = test.pool.stats().connections().get(0);
        assertThat(back.tenant()).isNull();
        assertThat(back.tags()).isEmpty();
        assertThat(back.holder()).isNull();
        assertThat(test.events.of(Type.RETURNED))
                .singleElement()
                .satisfies(event -> assertThat(event.tenant()).isEqualTo("acme"));
    }

    @Test
    @DisplayName("a caller may bring the deadline it has made already; cut short from outside, its wait ends at once")
    void callersOwnDeadline() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> held = test.acquire();
        Deadline deadline = Deadline.never(test.time);
        Caller<Lease<Thing>> waiter =
                Caller.start(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ZERO), deadline));
        Await.until("it waits", () -> test.pool.stats().waiting() == 1);

        deadline.cutShort();

        assertThat(waiter.failure()).isInstanceOf(AcquireTimeout.class);
        assertThat(test.pool.stats().waiting()).isZero();
        held.close();
        assertThat(test.pool.stats().available()).isEqualTo(1);
    }
}
