package dev.sluice.keyed;

import static dev.sluice.keyed.TestKeyedPool.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedStatsTest {

    private final TestKeyedPool test = TestKeyedPool.ofSize(2);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("K07 statistics have the maximum and the number of open resources")
    void openOfMax() throws Exception {
        assertThat(test.pool.stats().maxOpenResources()).isEqualTo(2);
        assertThat(test.pool.stats().openResources()).isZero();

        test.acquire("key1");
        test.acquire("key2");
        assertThat(test.pool.stats().maxOpenResources()).isEqualTo(2);
        assertThat(test.pool.stats().openResources()).isEqualTo(2);
        assertThat(test.pool.pool().stats().inUse()).isEqualTo(2);
    }

    @Test
    @DisplayName("K25 the time of a wait counts though it was cancelled")
    void cancelledWaitCounts() throws Exception {
        test.acquire("key1");
        test.acquire("key2");
        CancelToken token = new CancelToken();
        Caller<Session> waiter = test.queue(() -> test.pool.acquire("key3", PATIENT, token));
        test.time.advance(Duration.ofMillis(300));
        token.cancel();

        assertThat(waiter.failure()).isInstanceOf(AcquireCancelled.class);
        assertThat(test.pool.stats().totalWaits()).isEqualTo(1);
        assertThat(test.pool.stats().waitDuration()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    @DisplayName("K25 the time of the factory counts for waiters for another caller's call, not for the calling one")
    void factoryTimeDoesNotCount() throws Exception {
        CountDownLatch make = new CountDownLatch(1);
        test.sessions.onCreate = key -> Await.open(make);
        Caller<Session> first = Caller.start(() -> test.acquire("key1"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        test.time.advance(Duration.ofSeconds(1));
        assertThat(test.pool.stats().waitCount()).isZero();
        assertThat(test.pool.stats().opening()).isEqualTo(1);

        Caller<Session> second = test.queue("key1");
        test.time.advance(Duration.ofSeconds(2));
        make.countDown();
        assertThat(second.result()).isSameAs(first.result());
        assertThat(test.pool.stats().totalWaits()).isEqualTo(1);
        assertThat(test.pool.stats().waitDuration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("K25 failures of the factory and evictions are counted; an open resource causes no wait")
    void counted() throws Exception {
        test.sessions.onCreate = key -> {
            throw new IllegalStateException("error");
        };
        assertThatThrownBy(() -> test.acquire("key1")).isInstanceOf(PoolFactoryException.class);
        test.sessions.onCreate = key -> {};
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        lease.invalidate();
        lease.close();

        KeyedStats stats = test.pool.stats();
        assertThat(stats.factoryCalls()).isEqualTo(2);
        assertThat(stats.factoryFailures()).isEqualTo(1);
        assertThat(stats.evictions()).isEqualTo(1);
        assertThat(stats.totalWaits()).isZero();
        assertThat(stats.waitDuration()).isZero();
        assertThat(stats.acquires()).isEqualTo(1);
    }
}
