package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When waiters are worth a new resource, where creating one takes long. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class PatienceTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private TestPool test;
    private final Deque<Caller<Lease<Thing>>> waiters = new ArrayDeque<>();

    /** A pool in which each creation seems to have taken so long; those to come take no time. */
    private List<Lease<Thing>> allLeased(Duration creation) throws InterruptedException {
        test = TestPool.onFakeTime(settings -> settings.minSize(2).maxSize(10));
        test.store.onCreate = attempt -> test.time.advance(creation);
        test.pool.start().join();
        test.store.onCreate = attempt -> {};
        return new ArrayList<>(test.acquire(2));
    }

    private void queue(int count) {
        for (int i = 0; i < count; i++) {
            waiters.add(test.queue(FOREVER));
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("a burst that releases can serve creates nothing")
    void spike() throws Exception {
        Deque<Lease<Thing>> leases = new ArrayDeque<>(allLeased(Duration.ofMillis(100)));
        queue(8);
        assertThat(test.store.created()).as("not at once").isEqualTo(2);

        // each lease lasts a millisecond, so that all are served within eight
        for (int i = 0; i < 8; i++) {
            test.advance(Duration.ofMillis(1));
            leases.remove().close();
            leases.add(waiters.remove().result());
        }
        test.advance(Duration.ofSeconds(1));

        assertThat(test.store.created()).isEqualTo(2);
    }

    @Test
    @DisplayName("a burst after a quiet time creates nothing while the idle resources are validated for it")
    void afterQuietTime() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        test = TestPool.withWorkers(
                work::add, settings -> settings.minSize(2).maxSize(10).validateAfterIdle(Duration.ofSeconds(5)));
        test.store.onCreate = attempt -> test.time.advance(Duration.ofMillis(100));
        CompletableFuture<Void> started = test.pool.start();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        started.join();
        test.advance(Duration.ofSeconds(6));

        queue(8);
        assertThat(work).as("two validations").hasSize(2);
        work.remove().run();
        work.remove().run();
        Deque<Lease<Thing>> leases = new ArrayDeque<>(
                List.of(waiters.remove().result(), waiters.remove().result()));
        for (int i = 0; i < 6; i++) {
            test.advance(Duration.ofMillis(1));
            leases.remove().close();
            leases.add(waiters.remove().result());
        }
        test.advance(Duration.ofSeconds(1));

        assertThat(work).isEmpty();
        assertThat(test.store.created()).isEqualTo(2);
    }

    @Test
    @DisplayName("a waiter creates nothing at once while a released resource is reset")
    void duringReset() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        test = TestPool.withWorkers(work::add, settings -> settings.minSize(1).maxSize(10));
        test.store.onCreate = attempt -> test.time.advance(Duration.ofMillis(100));
        CompletableFuture<Void> started = test.pool.start();
        work.remove().run();
        started.join();
        Lease<Thing> lease = test.acquire();
        lease.resetOnClose();
        lease.close();
        assertThat(work).as("the reset").hasSize(1);

        queue(1);
        assertThat(work).hasSize(1);
        work.remove().run();

        assertThat(waiters.remove().result().resource().number).isOne();
        assertThat(test.store.created()).isOne();
    }

    @Test
    @DisplayName("demand that is not met for a tenth of a creation's time grows the pool, by one for each waiter")
    void steadyDemand() throws Exception {
        allLeased(Duration.ofMillis(50));
        queue(3);

        test.advance(Duration.ofMillis(5).minusNanos(1));
        assertThat(test.store.created()).isEqualTo(2);
        test.advance(Duration.ofNanos(1));

        assertThat(test.store.created()).isEqualTo(5);
        for (Caller<Lease<Thing>> waiter : waiters) {
            assertThat(waiter.result().resource().number).isGreaterThan(2);
        }
    }

    @Test
    @DisplayName("the pool is never patient for longer than ten milliseconds at a time")
    void atMost() throws Exception {
        allLeased(Duration.ofSeconds(5));
        queue(1);

        test.advance(PATIENCE.minusNanos(1));
        assertThat(test.store.created()).isEqualTo(2);
        test.advance(Duration.ofNanos(1));

        assertThat(test.store.created()).isEqualTo(3);
    }

    @Test
    @DisplayName("the pool stays patient while releases would serve all waiters before a creation ends")
    void servedSoon() throws Exception {
        Deque<Lease<Thing>> leases = new ArrayDeque<>(allLeased(Duration.ofMillis(100)));
        queue(10);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 2; i++) { // two in 10 ms: five left take 25 ms, ten 50 ms
                leases.remove().close();
                leases.add(waiters.remove().result());
                queue(1);
            }
            test.advance(PATIENCE);
            assertThat(test.store.created()).as("round %d", round).isEqualTo(2);
        }

        test.advance(PATIENCE.multipliedBy(10)); // nothing comes back any more

        assertThat(test.store.created()).isEqualTo(10);
    }

    @Test
    @DisplayName(
            "demand that lasts as long as a creation takes grows the pool by one, though releases would serve it soon")
    void lastingDemand() throws Exception {
        Deque<Lease<Thing>> leases = new ArrayDeque<>(allLeased(Duration.ofMillis(100)));
        queue(10);
        int rounds = 0;
        while (test.store.created() == 2 && rounds < 50) {
            for (int i = 0; i < 2; i++) {
                leases.remove().close();
                leases.add(waiters.remove().result());
                queue(1);
            }
            test.advance(PATIENCE);
            rounds++;
        }

        assertThat(test.store.created()).isEqualTo(3);
        assertThat(rounds).as("rounds of 10 ms").isBetween(10, 20);
    }

    @Test
    @DisplayName("a creation that is faster than a timer begins at once")
    void cheap() throws Exception {
        allLeased(Duration.ofMillis(9));
        queue(1);

        assertThat(waiters.remove().result().resource().number).isEqualTo(3);
    }

    /** A pool whose creations were quick so far, and whose workers do only what a test lets them do. */
    private List<Lease<Thing>> quickSoFar(Queue<Runnable> work) throws InterruptedException {
        test = TestPool.withWorkers(work::add, settings -> settings.minSize(2).maxSize(10));
        CompletableFuture<Void> started = test.pool.start();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        started.join();
        return new ArrayList<>(test.acquire(2));
    }

    @Test
    @DisplayName("after quick creations one begins at once, and two for each that has ended")
    void quick() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        quickSoFar(work);
        queue(8);
        assertThat(work).hasSize(1);

        work.remove().run();
        assertThat(work).as("one was created").hasSize(2);
        work.remove().run();
        work.remove().run();
        assertThat(work).as("three were created").hasSize(4);
        while (!work.isEmpty()) {
            work.remove().run();
        }
        assertThat(test.store.created()).as("the maximum").isEqualTo(10);
    }

    @Test
    @DisplayName("a spike after quick creations leaves one creation behind if connecting has become slow meanwhile")
    void quickNoMore() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        Deque<Lease<Thing>> leases = new ArrayDeque<>(quickSoFar(work));
        queue(8);
        for (int i = 0; i < 8; i++) { // four in a millisecond
            leases.remove().close();
            leases.add(waiters.remove().result());
            test.advance(Duration.ofNanos(250_000));
        }
        test.advance(Duration.ofSeconds(1));
        assertThat(work).hasSize(1);
    }

    @Test
    @DisplayName("a creation of an earlier burst does not count for a later one, which may meet a slow network")
    void laterBurst() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        Deque<Lease<Thing>> leases = new ArrayDeque<>(quickSoFar(work));
        queue(1);
        work.remove().run();
        leases.add(waiters.remove().result());
        leases.forEach(Lease::close);
        test.advance(Duration.ofMillis(200));
        test.acquire(3);

        queue(7);

        assertThat(work).hasSize(1);
    }

    @Test
    @DisplayName("a waiter on its way to a free resource is no reason for creations beyond the first")
    void freeForAWaiter() {
        test = TestPool.onFakeTime(settings -> settings.minSize(0));
        PoolParts<Thing> parts = new PoolParts<>(
                "orders",
                PoolConfig.builder().maxSize(10).build(),
                new FakeStore(),
                new PoolRuntime(test.time, test.time, Runnable::run, () -> 0.5));
        Patience<Thing> patience = new Patience<>(parts.core, () -> {});
        assertThat(patience.beginnings()).as("nothing is free").isEqualTo(Patience.ALL);

        Slot<Thing> slot = new Slot<>(
                new Birth(1, 0, test.time.nanos(), test.time.instant()),
                new Thing(1),
                Objects.requireNonNull(parts.core.room.tryTake()),
                Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        parts.core.slots.add(slot);

        assertThat(patience.beginnings()).isEqualTo(1);
    }

    @Test
    @DisplayName("if connecting has become slow and no lease ends, all needed creations begin after a millisecond")
    void quickNoMoreButNeeded() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        quickSoFar(work);
        queue(8);
        test.advance(Duration.ofMillis(1).minusNanos(1));
        assertThat(work).hasSize(1);
        test.advance(Duration.ofNanos(1));
        assertThat(work).hasSize(8);
    }

    @Test
    @DisplayName("if connecting becomes slow in the middle of a burst and no lease ends, all needed creations begin")
    void quickUntilNow() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        quickSoFar(work);
        queue(8);
        work.remove().run();
        assertThat(work).as("one was created").hasSize(2);

        test.advance(Duration.ofMillis(1)); // of the first creation
        test.advance(Duration.ofMillis(1)); // of the two that hang now

        assertThat(work).as("one for each waiter").hasSize(7);
    }

    @Test
    @DisplayName("a burst that releases serve causes no further creations if connecting becomes slow in its middle")
    void quickUntilNowButServed() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        Deque<Lease<Thing>> leases = new ArrayDeque<>(quickSoFar(work));
        queue(12);
        work.remove().run();
        leases.add(waiters.remove().result());
        for (int i = 0; i < 11; i++) { // four in a millisecond
            leases.remove().close();
            leases.add(waiters.remove().result());
            test.advance(Duration.ofNanos(250_000));
        }
        test.advance(Duration.ofSeconds(1));
        assertThat(work).hasSize(2);
    }

    @Test
    @DisplayName("the duration of failed attempts is discarded: after an outage the pool grows as before")
    void outage() throws Exception {
        Deque<Lease<Thing>> leases = new ArrayDeque<>(allLeased(Duration.ofMillis(20)));
        leases.forEach(Lease::invalidate);
        leases.forEach(Lease::close);
        leases.clear();
        test.store.onCreate = attempt -> {
            test.time.advance(Duration.ofSeconds(5));
            throw new IllegalStateException("no answer");
        };
        test.advance(Duration.ofMinutes(1));
        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofSeconds(1));
        leases.addAll(test.acquire(2));
        int created = test.store.created();
        queue(10);

        leases.remove().close(); // one in 2 ms: all ten would take 20 ms, a creation takes less
        leases.add(waiters.remove().result());
        test.advance(PATIENCE);

        assertThat(test.store.created()).isGreaterThan(created);
    }

    @Test
    @DisplayName("the pool without a lease is not patient")
    void nothingLeased() throws Exception {
        List<Lease<Thing>> leases = allLeased(Duration.ofMillis(100));
        leases.forEach(Lease::invalidate);
        test.pool.reconfigure(settings -> settings.minSize(0));
        leases.forEach(Lease::close);
        assertThat(test.total()).isZero();

        assertThat(test.acquire().resource().number).isEqualTo(3);
    }
}
