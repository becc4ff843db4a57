package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The counters of the begins and ends of leases. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LeaseEndsTest {

    private static PoolStats.Counters counters(TestPool test) {
        return test.pool.stats().counters();
    }

    @Test
    @DisplayName("a lease is a miss if its resource was created for it; a lease of an existing resource is a hit")
    void misses() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(3));
        List<Lease<Thing>> leases = test.acquire(2);
        assertThat(counters(test).misses()).isEqualTo(1);

        leases.forEach(Lease::close);
        test.acquire(2);

        assertThat(counters(test).misses()).isEqualTo(1);
        assertThat(counters(test).acquired()).isEqualTo(4);
        test.pool.fill(3);
        test.acquire();
        assertThat(counters(test).misses()).isEqualTo(1);
    }

    @Test
    @DisplayName("an invalidated lease counts as discarded at its end, once, even if its resource is closed")
    void discarded() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(2));
        Lease<Thing> good = test.acquire();
        Lease<Thing> bad = test.acquire();
        bad.invalidate();
        assertThat(counters(test).discarded()).isZero();

        bad.close();
        bad.close();
        good.close();
        good.invalidate(); // too late
        good.close();

        assertThat(counters(test).discarded()).isEqualTo(1);
        assertThat(counters(test).released()).isEqualTo(2);
        assertThat(counters(test).misses()).isZero();
    }

    @Test
    @DisplayName("G04 timeouts and interrupts are counted apart")
    void lateAndInterrupted() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        test.acquire();
        Caller<Lease<Thing>> interrupted = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1)));
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertThat(counters(test).interrupted()).isEqualTo(1);
        assertThat(counters(test).late()).isZero();

        Caller<Lease<Thing>> late = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(1)));
        test.advance(Duration.ofSeconds(1));
        assertThat(late.failure()).isInstanceOf(AcquireTimeout.class);
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(1))))
                .isInstanceOf(RuntimeException.class);

        assertThat(counters(test).interrupted()).isEqualTo(1);
        assertThat(counters(test).late()).isEqualTo(1);
        assertThat(counters(test).refused()).isEqualTo(2);
    }

    @Test
    @DisplayName("G18 counters of leases never decrease, and no lease ends before it begins, under concurrent leases")
    void monotonic() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(4))) {
            AtomicBoolean stop = new AtomicBoolean();
            List<Caller<Void>> callers = Caller.startTogether(4, () -> {
                for (int i = 0; !stop.get(); i++) {
                    Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
                    if (i % 50 == 0) {
                        lease.invalidate();
                    }
                    lease.close();
                }
                return null;
            });
            PoolStats.Counters before = counters(test);
            for (int i = 0; i < 3000; i++) {
                PoolStats.Counters now = counters(test);
                assertThat(now.released() - now.discarded())
                        .as("put back")
                        .isGreaterThanOrEqualTo(before.released() - before.discarded());
                assertThat(now.discarded()).isGreaterThanOrEqualTo(before.discarded());
                assertThat(now.misses()).isGreaterThanOrEqualTo(before.misses());
                assertThat(now.acquired()).isGreaterThanOrEqualTo(now.released());
                before = now;
            }
            stop.set(true);
            for (Caller<Void> caller : callers) {
                caller.result();
            }
        }
    }
}
