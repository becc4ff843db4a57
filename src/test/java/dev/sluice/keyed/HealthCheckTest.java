package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.RecordedEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class HealthCheckTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(100);

    private final TestKeyedPool test = TestKeyedPool.onFakeTime(settings ->
            settings.maxOpenResources(3).healthCheckInterval(INTERVAL).pingTimeout(PING_TIMEOUT));

    @AfterEach
    void close() {
        test.close();
    }

    private void tick() {
        test.time.advance(INTERVAL);
    }

    @Test
    @DisplayName("K08 a resource that fails its ping is closed after one check, once")
    void evicted() throws Exception {
        RecordedEvents events = new RecordedEvents();
        test.pool.pool().addListener(events);
        Session session = test.acquire("key1");
        test.sessions.onPing = pinged -> {
            throw new IOException("connection reset");
        };
        tick();

        Await.until("the key is gone", () -> !test.pool.contains("key1"));
        Await.until("it is counted", () -> test.pool.stats().evictions() == 1);
        test.settle();
        assertThat(session.pings).hasValue(1);
        assertThat(session.closes).hasValue(1);
        assertThat(events.of(Type.INVALID)).hasSize(1);
    }

    @Test
    @DisplayName("K08 a resource that its user has closed is found by the next check")
    void closedByItsUser() throws Exception {
        AtomicBoolean works = new AtomicBoolean(true);
        test.acquire("key1");
        test.sessions.onPing = pinged -> {
            if (!works.get()) {
                throw new IOException("closed");
            }
        };
        tick();
        Await.until("it was pinged", () -> test.sessions.made.get(0).pings.get() == 1);
        assertThat(test.open()).isEqualTo(1);

        works.set(false);
        Await.until("the look finds it", () -> {
            tick(); // the one before may still be under way
            return test.open() == 0;
        });
    }

    @Test
    @DisplayName("K17 an evicted resource makes room for a waiter of another key")
    void evictionWakes() throws Exception {
        test.pool.pool().reconfigure(settings -> settings.maxSize(1));
        test.acquire("key1");
        Caller<Session> waiter = test.queue("key2");
        test.sessions.onPing = pinged -> {
            if (pinged.key.equals("key1")) {
                throw new IOException("dead");
            }
        };
        tick();

        assertThat(waiter.result().key).isEqualTo("key2");
    }

    @Test
    @DisplayName("K19 the failure of a ping hits the resource that was pinged, not the next one of its key")
    void hitsWhatWasPinged() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Session old = test.acquire("key1");
        test.sessions.onPing = pinged -> {
            if (pinged == old) {
                Await.open(answer);
                throw new IOException("dead");
            }
        };
        test.pool.checkHealth();
        Await.until("the ping is under way", () -> old.pings.get() == 1);
        test.pool.release("key1");
        Session next = test.acquire("key1");
        answer.countDown();
        Await.until("the old one is closed", () -> old.isClosed());
        Await.until("another ping of the next one is possible", () -> {
            test.pool.checkHealth();
            return next.pings.get() > 1;
        });

        assertThat(test.acquire("key1")).isSameAs(next);
        assertThat(next.isClosed()).isFalse();
        assertThat(old.closes).hasValue(1);
        assertThat(test.pool.stats().evictions()).isZero();
    }

    @Test
    @DisplayName("K23 a ping that hangs has failed when its time is over; the thread is interrupted")
    void hangingPing() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Session session = test.acquire("key1");
        test.sessions.onPing = pinged -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        };
        test.pool.checkHealth();
        Await.until("the ping is under way", () -> session.pings.get() == 1);
        assertThat(test.pool.contains("key1")).isTrue();
        test.time.advance(PING_TIMEOUT);

        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(test.pool.stats().evictions()).isEqualTo(1);
        Await.until("it is interrupted", interrupted::get);
        test.settle();
        assertThat(session.closes).hasValue(1);
    }

    @Test
    @DisplayName("K23 a ping that ignores an interrupt does not delay the next check of the others")
    void deafPing() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Session deaf = test.acquire("key1");
        Session other = test.acquire("key2");
        test.sessions.onPing = pinged -> {
            while (pinged == deaf && end.getCount() > 0) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
        };
        test.pool.checkHealth();
        Await.until("both are pinged", () -> deaf.pings.get() == 1 && other.pings.get() == 1);
        test.time.advance(PING_TIMEOUT);
        assertThat(test.pool.contains("key1")).isFalse();

        Await.until("the other one is pinged again", () -> {
            test.pool.checkHealth();
            return other.pings.get() > 1;
        });
        end.countDown();
        assertThat(test.pool.contains("key2")).isTrue();
    }

    @Test
    @DisplayName("K23 a resource whose ping is under way is not pinged by the next check")
    void oneAtATime() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Session session = test.acquire("key1");
        test.sessions.onPing = pinged -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Await.open(answer);
            atOnce.decrementAndGet();
        };
        test.pool.checkHealth();
        Await.until("the ping is under way", () -> session.pings.get() == 1);
        for (int i = 0; i < 20; i++) {
            test.pool.checkHealth();
        }
        answer.countDown();
        Await.until("it is pinged by a later look", () -> {
            test.pool.checkHealth();
            return session.pings.get() > 1;
        });

        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName(
            "a holder of a lease keeps a resource that fails its ping; it is closed with the lease, and not shared")
    void evictedUnderLease() throws Exception {
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        test.sessions.onPing = pinged -> {
            throw new IOException("dead");
        };
        test.pool.checkHealth();
        Await.until("it is evicted", () -> test.pool.stats().evictions() == 1);

        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(test.acquire("key1")).isNotSameAs(lease.resource());
        lease.close();
        Await.until("it is closed", () -> lease.resource().closes.get() == 1);
    }

    @Test
    @DisplayName("K23 by default, a resource with a ping method is pinged, and a closeable one is closed")
    void defaults() throws Exception {
        AtomicInteger pings = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        final class Line implements Pingable, AutoCloseable {
            @Override
            public void ping() {
                pings.incrementAndGet();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        }
        try (KeyedPool<String, Line> pool =
                KeyedPool.open("lines", KeyedConfig.builder().build(), key -> new Line())) {
            pool.acquire("key1");
            pool.checkHealth();
            Await.until("it is pinged", () -> pings.get() == 1);
            pool.release("key1");
            Await.open(closed);
        }
    }
}
