package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CreationFailureTest {

    private static final AcquireRequest FIVE_SECONDS = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(5));

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(0).maxSize(2));

    private void refuseWith(Throwable failure) {
        test.store.onCreate = attempt -> {
            sneak(failure);
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    @DisplayName(
            "M24 a caller whose connection cannot be created waits, with retries, until its deadline, then receives the reason")
    void onDemand() throws Exception {
        IllegalStateException refusal = new IllegalStateException("connection refused");
        refuseWith(refusal);
        Caller<Lease<Thing>> caller = test.queue(FIVE_SECONDS);

        test.advance(Duration.ofSeconds(4));
        assertThat(caller.isDone()).isFalse();
        assertThat(test.store.attempts()).isBetween(5, 50);
        test.advance(Duration.ofSeconds(1));

        assertThat(caller.failure())
                .isInstanceOf(CreationFailed.class)
                .hasMessage("pool 'orders': no lease within 5 s (max 2, leased 0, waiting 0)"
                        + "; cannot connect: connection refused")
                .hasCause(refusal);
    }

    @Test
    @DisplayName("ten idle resources that die at once cause one refill, because one is created at a time")
    void refillIsToldOnce() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (TestPool threads =
                TestPool.startedOnThreads(settings -> settings.minSize(10).maxSize(10))) {
            threads.store.onCreate = attempt -> held.await();
            threads.store.works = thing -> false;

            threads.pool.suspectIdle();
            Await.until("all are gone", () -> threads.pool.stats().total() == 0);
            Await.until("one is created", () -> threads.events.of(Type.REFILL).size() > 0);

            assertThat(threads.events.of(Type.REFILL)).hasSize(1);
            held.countDown();
        }
    }

    @Test
    @DisplayName("a caller without a deadline receives the first failure of a creation that begins after its arrival")
    void withoutDeadline() throws Exception {
        IllegalStateException refusal = new IllegalStateException("connection refused");
        refuseWith(refusal);
        AcquireRequest forEver = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

        Caller<Lease<Thing>> first = Caller.start(() -> test.pool.acquire(forEver));
        assertThat(first.failure())
                .isInstanceOf(CreationFailed.class)
                .hasMessageContaining("connection refused")
                .hasCause(refusal);

        Caller<Lease<Thing>> patient = test.queue(FIVE_SECONDS);
        Caller<Lease<Thing>> second = test.queue(forEver);
        test.advance(Duration.ofSeconds(1));
        assertThat(second.failure()).isInstanceOf(CreationFailed.class).hasCause(refusal);
        assertThat(patient.isDone()).isFalse();
        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofSeconds(1));
        assertThat(patient.result().resource()).isNotNull();
    }

    @Test
    @DisplayName("a caller without a deadline that finds all leased waits for a release, despite earlier failures")
    void withoutDeadlineAndFull() throws Exception {
        List<Lease<Thing>> leases = test.acquire(2);
        Caller<Lease<Thing>> caller = test.queue(AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER));
        test.advance(Duration.ofMinutes(1));
        assertThat(caller.isDone()).isFalse();
        leases.get(0).close();
        assertThat(caller.result().resource()).isNotNull();
    }

    @Test
    @DisplayName("M24 a failed creation frees its place: the next attempt succeeds and the caller is served")
    void freesItsPlace() throws Exception {
        test.store.onCreate = attempt -> {
            if (attempt < 3) {
                throw new IllegalStateException("not yet");
            }
        };
        Caller<Lease<Thing>> caller = test.queue(FIVE_SECONDS);
        test.advance(Duration.ofSeconds(1));

        assertThat(caller.result().resource()).isNotNull();
        assertThat(test.store.attempts()).isEqualTo(3);
        assertThat(test.pool.stats().counters().creationFailures()).isEqualTo(2);
        assertThat(test.events.of(Type.CREATION_FAILED))
                .extracting(PoolEvent::words)
                .containsExactly("demand: not yet", "demand: not yet");
        assertThat(test.pool.lastCreationFailure()).isNull();
        test.acquire();
        assertThat(test.total()).isEqualTo(2);
    }

    @Test
    @DisplayName("M24 attempts are made 218 to 750 ms apart, one at a time, however many wait")
    void backsOff() throws Exception {
        List<Long> attempts = new ArrayList<>();
        test.store.onCreate = attempt -> {
            attempts.add(test.time.nanos() / 1_000_000);
            throw new IllegalStateException("no");
        };
        List<Caller<Lease<Thing>>> callers =
                List.of(test.queue(FIVE_SECONDS), test.queue(FIVE_SECONDS), test.queue(FIVE_SECONDS));
        test.advance(Duration.ofSeconds(5));
        for (Caller<Lease<Thing>> caller : callers) {
            assertThat(caller.failure()).isInstanceOf(CreationFailed.class);
        }

        for (int i = 1; i < attempts.size(); i++) {
            assertThat(attempts.get(i) - attempts.get(i - 1)).isBetween(218L, 750L);
        }
        assertThat(attempts.get(1) - attempts.get(0)).isLessThan(250);
        assertThat(attempts.get(4) - attempts.get(3)).isGreaterThanOrEqualTo(656);
    }

    @Test
    @DisplayName(
            "M24 an Error, or an exception without a message, is a failure like any other and is reported by its name")
    void withoutWords() throws Exception {
        for (Throwable failure : List.of(new LinkageError(), new NullPointerException())) {
            refuseWith(failure);
            int before = test.store.attempts();
            Caller<Lease<Thing>> caller = test.queue(FIVE_SECONDS);

            assertThat(test.store.attempts() - before).as("not in a loop").isLessThanOrEqualTo(1);
            test.advance(Duration.ofSeconds(5));

            assertThat(caller.failure())
                    .isInstanceOf(CreationFailed.class)
                    .hasMessageContaining(failure.getClass().getName());
            assertThat(test.pool.lastCreationFailure()).isEqualTo(failure.toString());
        }
    }

    @Test
    @DisplayName("a caller of a full pool receives a refusal that it is full, although the last creation failed")
    void fullIsFull() throws Exception {
        TestPool full = TestPool.started(settings -> settings.minSize(1).maxSize(2));
        full.acquire();
        full.store.onCreate = attempt -> {
            throw new IllegalStateException("no");
        };
        Caller<Lease<Thing>> first = full.queue(FIVE_SECONDS);
        full.advance(Duration.ofSeconds(5));
        assertThat(first.failure()).isInstanceOf(CreationFailed.class);

        full.pool.reconfigure(settings -> settings.maxSize(1));
        Caller<Lease<Thing>> second = full.queue(FIVE_SECONDS);
        full.advance(Duration.ofSeconds(5));
        assertThat(second.failure()).isInstanceOf(AcquireTimeout.class);
    }

    @Test
    @DisplayName(
            "a resource that cannot be given its name is closed, and the next is tried after a pause, not in a loop")
    void nameFails() {
        AtomicInteger named = new AtomicInteger();
        test.store.onName = name -> {
            named.incrementAndGet();
            throw new IllegalStateException("no name");
        };
        Caller<Lease<Thing>> caller = test.queue(FIVE_SECONDS);
        Await.until("it is closed", () -> test.store.alive() == 0 && test.total() == 0);
        assertThat(named).hasValue(1);

        test.store.onName = name -> {};
        test.advance(Duration.ofSeconds(1));
        assertThatNoException(caller);
    }

    private static void assertThatNoException(Caller<Lease<Thing>> caller) {
        assertThatCode(caller::result).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("M24 the success of the single attempt after a failure starts the delayed attempts")
    void successClearsTheWay() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        TestPool manual = TestPool.withWorkers(
                work::add, settings -> settings.minSize(0).maxSize(4).maintenanceInterval(Duration.ofHours(1)));
        manual.pool.start().join();
        manual.store.onCreate = attempt -> {
            if (attempt == 1) {
                throw new IllegalStateException("no");
            }
        };
        Caller<Lease<Thing>> first = manual.queue(FIVE_SECONDS);
        Await.until("it is asked for", () -> !work.isEmpty());
        work.remove().run();
        manual.advance(Duration.ofMillis(250));
        Caller<Lease<Thing>> second = manual.queue(FIVE_SECONDS);
        assertThat(work).as("one attempt at a time after a failure").hasSize(1);

        work.remove().run();
        assertThat(first.result().resource()).isNotNull();
        work.remove().run();

        assertThat(second.result().resource()).isNotNull();
        assertThat(work).isEmpty();
    }

    @Test
    @DisplayName(
            "when leases turn out to be dead, one new resource is tried, and the others after its success: no herd")
    void noHerdAfterADeath() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        TestPool manual = TestPool.withWorkers(
                work::add, settings -> settings.minSize(0).maxSize(4).maintenanceInterval(Duration.ofHours(1)));
        manual.pool.start().join();
        List<Caller<Lease<Thing>>> callers = List.of(manual.queue(FIVE_SECONDS), manual.queue(FIVE_SECONDS));
        runAll(work);
        for (Caller<Lease<Thing>> caller : callers) {
            Lease<Thing> lease = caller.result();
            lease.invalidate();
            lease.close();
        }
        manual.pool.suspectIdle();
        runAll(work);

        List<Caller<Lease<Thing>>> next =
                List.of(manual.queue(FIVE_SECONDS), manual.queue(FIVE_SECONDS), manual.queue(FIVE_SECONDS));
        assertThat(work).as("one attempt, for three waiters").hasSize(1);
        assertThat(manual.pool.lastCreationFailure()).as("nothing has failed").isNull();
        work.remove().run();
        assertThat(work).as("it succeeded: another follows, and then the last").hasSize(1);
        runAll(work);

        for (Caller<Lease<Thing>> caller : next) {
            assertThat(caller.result().resource()).isNotNull();
        }
    }

    @Test
    @DisplayName("attempts that wait for a worker when another one fails are not made, and their waiters are not lost")
    void noHerdInTheQueue() throws Exception {
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        TestPool manual = TestPool.withWorkers(
                work::add, settings -> settings.minSize(0).maxSize(4).maintenanceInterval(Duration.ofHours(1)));
        manual.pool.start().join();
        manual.store.onCreate = attempt -> {
            if (attempt == 1) {
                throw new IllegalStateException("no");
            }
        };
        List<Caller<Lease<Thing>>> callers =
                List.of(manual.queue(FIVE_SECONDS), manual.queue(FIVE_SECONDS), manual.queue(FIVE_SECONDS));
        assertThat(work).hasSize(3);
        runAll(work);
        assertThat(manual.store.attempts()).isEqualTo(1);
        assertThat(manual.pool.stats().creating()).isZero();

        manual.advance(Duration.ofMillis(250));
        runAll(work);

        for (Caller<Lease<Thing>> caller : callers) {
            assertThat(caller.result().resource()).isNotNull();
        }
    }

    private static void runAll(Queue<Runnable> work) {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    @Test
    @DisplayName("when the workers refuse work, the calling thread does it, and no work is lost")
    void noWorkers() throws Exception {
        for (Throwable refusal : List.of(
                new OutOfMemoryError("unable to create native thread"),
                new RejectedExecutionException("shut down"),
                new IllegalStateException("odd executor"))) {
            TestPool bare = TestPool.withWorkers(
                    work -> sneak(refusal), settings -> settings.minSize(1).maxSize(2));
            bare.pool.start().join();

            List<Lease<Thing>> leases = bare.acquire(2);
            leases.forEach(Lease::invalidate);
            leases.forEach(Lease::close);

            assertThat(bare.total()).isEqualTo(1);
            assertThat(bare.store.alive()).isEqualTo(1);
            assertThat(bare.pool.stats().creating()).isZero();
            assertThat(bare.pool.stats().closing()).isZero();
        }
    }
}
