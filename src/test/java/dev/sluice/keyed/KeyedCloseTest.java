package dev.sluice.keyed;

import static dev.sluice.keyed.TestKeyedPool.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolClosed;
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
class KeyedCloseTest {

    private final TestKeyedPool test =
            TestKeyedPool.onFakeTime(settings -> settings.maxOpenResources(2).maxLeasesPerKey(1));

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("K24 a close refuses all waiters, closes open resources, and no key can be acquired any more")
    void closed() throws Exception {
        CountDownLatch make = new CountDownLatch(1);
        Session held = test.acquire("key1");
        test.sessions.onCreate = key -> Await.open(make);
        Caller<Session> first = Caller.start(() -> test.acquire("key2"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 2);
        Caller<Session> forFactory = test.queue("key2");
        Caller<Session> forPlace = test.queue("key3");
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close();
            return null;
        });

        assertThat(forPlace.failure()).isInstanceOf(PoolClosed.class);
        assertThat(forFactory.failure()).isInstanceOf(PoolClosed.class);
        assertThat(first.failure()).isInstanceOf(PoolClosed.class);
        make.countDown();
        closer.result();
        assertThat(held.closes).hasValue(1);
        assertThat(test.sessions.alive).hasValue(0);
        assertThat(test.open()).isZero();
        assertThat(test.waiting()).isZero();
        assertThatThrownBy(() -> test.acquire("key1")).isInstanceOf(PoolClosed.class);
        assertThat(test.pool.pool().state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("K24 a waiter for a lease of a key is refused, and a holder may end its lease")
    void leasesDrain() throws Exception {
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        Caller<KeyedLease<String, Session>> waiter = test.queue(() -> test.pool.lease("key1", PATIENT));
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close();
            return null;
        });

        assertThat(waiter.failure()).isInstanceOf(PoolClosed.class);
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(closer.isDone()).isFalse();
        lease.close();
        closer.result();
        assertThat(lease.resource().closes).hasValue(1);
    }

    @Test
    @DisplayName("K24 a close by force ends leases; the lease's own end is harmless then")
    void byForce() throws Exception {
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        test.pool.close(CloseMode.FORCE, Duration.ZERO);

        assertThat(lease.resource().closes).hasValue(1);
        lease.close();
        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.open()).isZero();
    }

    @Test
    @DisplayName("K24 a second close is harmless, and a closed resource is not checked any more")
    void twice() throws Exception {
        Session session = test.acquire("key1");
        test.pool.close();
        test.pool.close();
        test.time.advance(Duration.ofHours(1));
        test.pool.checkHealth();

        assertThat(session.closes).hasValue(1);
        assertThat(session.pings).hasValue(0);
        test.pool.release("key1");
        test.pool.releaseAll();
        assertThat(test.pool.all()).isEmpty();
    }
}
