package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a creation stands for the caller that asked for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CreationPerCallerTest {

    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30));

    private static UnaryOperator<PoolConfig.Builder> max(int size) {
        return settings -> settings.minSize(0).maxSize(size).creationPerCaller(true);
    }

    @Test
    @DisplayName(
            "G13 a caller receives the reason at once if its resource could not be created, and the next caller tries again")
    void failsAtOnce() throws Exception {
        TestPool test = TestPool.started(max(1));
        IllegalStateException refusal = new IllegalStateException("refused; too many");
        test.store.onCreate = attempt -> {
            if (attempt <= 2) {
                throw refusal;
            }
        };

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> test.pool.acquire(PATIENT))
                    .isInstanceOf(CreationFailed.class)
                    .hasMessageStartingWith(
                            "pool 'orders': no connection could be created (max 1, leased 0, waiting 0); refused")
                    .hasMessageEndingWith("too many")
                    .hasCause(refusal);
            assertThat(test.total()).isZero();
        }
        assertThat(test.pool.acquire(PATIENT).resource()).isNotNull();
        assertThat(test.store.attempts()).isEqualTo(3);
        assertThat(test.pool.stats().counters().creationFailures()).isEqualTo(2);
    }

    @Test
    @DisplayName("G13 when a creation fails, each later waiter tries itself, with its own time")
    void wakesTheNext() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(max(1))) {
            CountDownLatch hang = new CountDownLatch(1);
            AtomicInteger attempts = new AtomicInteger();
            test.store.onCreate = attempt -> {
                attempts.incrementAndGet();
                Await.open(hang);
                if (attempt < 3) {
                    throw new IllegalStateException("attempt " + attempt);
                }
            };
            Caller<Lease<Thing>> first = test.queue(PATIENT);
            Await.until("the creation hangs", () -> attempts.get() == 1);
            Caller<Lease<Thing>> second = test.queue(PATIENT);
            Caller<Lease<Thing>> third = test.queue(PATIENT);
            hang.countDown();

            assertThat(first.failure()).hasRootCauseMessage("attempt 1");
            assertThat(second.failure()).hasRootCauseMessage("attempt 2");
            assertThat(third.result().resource().number).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("G13 a creation is interrupted when all its waiters have left, and a later caller tries again")
    void brokenOff() throws Exception {
        try (TestPool test = TestPool.withWorkers(Workers.named("test-worker", 2), max(1))) {
            test.pool.start().join();
            CountDownLatch interrupted = new CountDownLatch(1);
            AtomicInteger attempts = new AtomicInteger();
            test.store.onCreate = attempt -> {
                attempts.incrementAndGet();
                if (attempt == 1) {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                }
            };
            Caller<Lease<Thing>> first = test.queue(PATIENT.withTimeout(Duration.ofMillis(200)));
            Await.until("the creation hangs", () -> attempts.get() == 1);
            test.advance(Duration.ofMillis(1));
            Caller<Lease<Thing>> later = test.queue(PATIENT);
            test.advance(Duration.ofMillis(199));

            assertThat(first.failure()).isInstanceOf(AcquireTimeout.class);
            Await.open(interrupted);
            assertThat(later.result().resource()).isNotNull();
            assertThat(attempts).hasValue(2);
            assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        }
    }

    @Test
    @DisplayName("G13 a creation that ignores an interrupt is not lost: its late resource serves the next caller")
    void lateResult() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(max(1))) {
            CountDownLatch hang = new CountDownLatch(1);
            test.store.onCreate = attempt -> {
                while (hang.getCount() > 0) {
                    Thread.onSpinWait();
                }
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            };
            Caller<Lease<Thing>> caller = test.queue(PATIENT);
            Await.until("it is being created", () -> test.store.attempts() == 1);
            caller.interrupt();
            assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
            hang.countDown();

            Await.until("it is there", () -> test.total() == 1);
            assertThat(test.pool.acquire(PATIENT).resource().number).isEqualTo(1);
            assertThat(test.store.attempts()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("G13 a factory that always claims to be interrupted fails its callers like any other")
    void claimsToBeInterrupted() {
        TestPool test = TestPool.started(max(1));
        test.store.onCreate = attempt -> {
            throw new InterruptedException("says the factory");
        };

        assertThatThrownBy(() -> test.pool.acquire(PATIENT)).isInstanceOf(CreationFailed.class);
        assertThat(test.store.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("G13 a close interrupts creations for callers")
    void closeBreaksOff() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(max(1))) {
            CountDownLatch hang = new CountDownLatch(1);
            test.store.onCreate = attempt -> hang.await();
            Caller<Lease<Thing>> caller = test.queue(PATIENT);
            Await.until("it is being created", () -> test.store.attempts() == 1);

            test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(30));

            assertThat(caller.failure()).isInstanceOf(PoolClosed.class);
            assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
            assertThat(test.store.alive()).isZero();
        }
    }

    @Test
    @DisplayName("G13 the minimum is still created with pauses between failures")
    void minimumBacksOff() {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(2).creationPerCaller(true));
        test.pool.reset(false);
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("no");
        };
        int before = test.store.attempts();

        test.pool.reset(false);
        test.advance(Duration.ofSeconds(4));

        assertThat(test.store.attempts() - before).isBetween(4, 10);
    }
}
