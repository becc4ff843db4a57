package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class FactoryTest {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Test
    @DisplayName("G13 a factory that fails fails its caller at once, with its own message, and occupies no place")
    void fails() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1));
        IOException refused = new IOException("connection refused");
        test.store.onCreate = attempt -> {
            if (attempt == 1) {
                throw refused;
            }
        };

        assertThatThrownBy(() -> test.pool.acquire(Things.LONG))
                .isInstanceOf(CreationFailed.class)
                .hasMessageContaining("pool 'things'")
                .hasMessageContaining("connection refused")
                .hasCause(refused);

        GenericStats failed = test.pool.stats();
        assertThat(failed.factoryFailures()).isEqualTo(1);
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.timeouts()).isZero();
        assertThat(failed.gets()).isEqualTo(1);
        assertThat(failed.len()).isZero();
        assertThat(test.pool.acquire(Things.LONG).resource()).isNotNull();
        assertThat(test.pool.stats().misses()).isEqualTo(1);
    }

    @Test
    @DisplayName("G13 a factory that makes nothing has failed")
    void makesNull() {
        FakeTime time = new FakeTime();
        AtomicInteger closes = new AtomicInteger();
        GenericPool<Object> pool = GenericPool.builder("nothing")
                .factory(() -> null)
                .closer(any -> closes.incrementAndGet())
                .maxSize(1)
                .build(new PoolRuntime(time, time, Runnable::run, () -> 0.5));

        assertThatThrownBy(pool::acquire)
                .isInstanceOf(CreationFailed.class)
                .hasMessageContaining("the factory returned null");
        assertThat(pool.len()).isZero();
        assertThat(closes).hasValue(0);
    }

    @Test
    @DisplayName("G13 when the factory fails one caller, the next caller has its own try")
    void nextTries() throws Exception {
        try (Things test = Things.withWorkers(settings -> settings.maxSize(1))) {
            CountDownLatch hang = new CountDownLatch(1);
            test.store.onCreate = attempt -> {
                if (attempt == 1) {
                    Await.open(hang);
                    throw new IllegalStateException("not the first");
                }
            };
            Caller<Lease<Thing>> first = test.queue(Things.LONG);
            Await.until("the factory is at work", () -> test.store.attempts() == 1);
            Caller<Lease<Thing>> second = test.queue(Things.LONG);
            hang.countDown();

            assertThat(first.failure()).isInstanceOf(CreationFailed.class).hasRootCauseMessage("not the first");
            assertThat(second.result().resource()).isNotNull();
            assertThat(test.store.attempts()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("G13 while the factory is slow, other callers acquire, release and read")
    void slow() throws Exception {
        try (Things test = Things.withWorkers(settings -> settings.maxSize(2))) {
            CountDownLatch hang = new CountDownLatch(1);
            Lease<Thing> held = test.pool.acquire();
            test.store.onCreate = attempt -> Await.open(hang);
            Caller<Lease<Thing>> waiter = test.queue(Things.LONG);
            Await.until("the factory is at work", () -> test.store.attempts() == 2);

            test.pool.release(held);
            waiter.result().close(); // served by the return, as that came first
            test.pool.acquire(Duration.ZERO).close();
            assertThat(test.pool.len()).isEqualTo(1);

            hang.countDown();
            Await.until("what was made late is kept", () -> test.pool.idleLen() == 2);
        }
    }

    @Test
    @DisplayName("G13 a factory is interrupted at its caller's deadline; the next caller causes a new call")
    void interruptedAtDeadline() throws Exception {
        try (Things test = Things.withWorkers(settings -> settings.maxSize(1))) {
            CountDownLatch interrupted = new CountDownLatch(1);
            test.store.onCreate = attempt -> {
                if (attempt == 1) {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                }
            };
            Caller<Lease<Thing>> caller = test.queue(ONE_SECOND);
            Await.until("the factory is at work", () -> test.store.attempts() == 1);

            test.time.advance(ONE_SECOND);

            assertThat(caller.failure()).isInstanceOf(GetTimeout.class);
            Await.open(interrupted);
            assertThat(test.pool.acquire(Things.LONG).resource().number).isEqualTo(1);
            assertThat(test.pool.stats().timeouts()).isEqualTo(1);
            assertThat(test.pool.stats().gets()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("G13 a resource that the factory delivers late is kept for the next caller, or closed with the pool")
    void lateResult() throws Exception {
        try (Things test = Things.withWorkers(settings -> settings.maxSize(1))) {
            CountDownLatch hang = new CountDownLatch(1);
            test.store.onCreate = attempt -> {
                while (hang.getCount() > 0) { // heeds no interrupt
                    Thread.onSpinWait();
                }
            };
            Caller<Lease<Thing>> caller = test.queue(ONE_SECOND);
            Await.until("the factory is at work", () -> test.store.attempts() == 1);
            test.time.advance(ONE_SECOND);
            assertThat(caller.failure()).isInstanceOf(GetTimeout.class);
            hang.countDown();

            Await.until("it is there", () -> test.pool.idleLen() == 1);
            Lease<Thing> lease = test.pool.acquire(Things.LONG);
            assertThat(lease.resource().number).isEqualTo(1);
            assertThat(test.store.attempts()).isEqualTo(1);
            lease.close();
            test.pool.close(Things.LONG);
            assertThat(test.store.alive()).isZero();
        }
    }
}
