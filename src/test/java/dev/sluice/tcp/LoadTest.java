package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolStats;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("campaign")
class LoadTest {

    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    @ParameterizedTest(name = "T15 128 threads make 128 rounds with {0} connections, and no two threads share one")
    @ValueSource(ints = {5, 10, 20})
    @DisplayName("T15 128 threads go round 128 times each, and no connection has two owners")
    void rounds(int size) throws Exception {
        AtomicInteger resets = new AtomicInteger();
        try (Loopback loopback = new Loopback()) {
            // on a busy machine a check may be held up, which must not end a connection here
            TcpPool pool = loopback.connected(settings -> settings.size(size)
                    .settings(rules -> rules.validationTimeout(Duration.ofMinutes(5)))
                    .resetHook(connection -> resets.incrementAndGet()));
            Map<TcpConnection, Boolean> inUse = new ConcurrentHashMap<>();
            List<Caller<Void>> callers = Caller.startTogether(128, () -> {
                for (int i = 0; i < 128; i++) {
                    Lease<TcpConnection> lease = pool.acquire(PATIENT);
                    assertThat(inUse.put(lease.resource(), true)).isNull();
                    inUse.remove(lease.resource());
                    pool.release(lease);
                }
                return null;
            });
            for (Caller<Void> caller : callers) {
                caller.result();
            }

            Await.until("all are back", () -> resets.get() == 128 * 128);
            PoolStats stats = pool.pool().stats();
            assertThat(stats.counters().acquired()).isEqualTo(128 * 128);
            assertThat(stats.counters().released()).isEqualTo(stats.counters().acquired());
            assertThat(stats.counters().maxInUse()).isLessThanOrEqualTo(size);
            assertThat(stats.counters().created()).isEqualTo(size);
            assertThat(loopback.server.accepted()).isEqualTo(size);
            assertThat(pool.stats().reconnects()).isZero();
        }
    }

    @Test
    @DisplayName("T15 a pool of 42 makes exactly 42 connections")
    void fortyTwo() throws Exception {
        try (Loopback loopback = new Loopback()) {
            TcpPool pool = loopback.connected(settings -> settings.size(42));
            Loopback.acquire(pool, 42).forEach(Lease::close);

            assertThat(pool.pool().stats().counters().created()).isEqualTo(42);
            assertThat(loopback.server.accepted()).isEqualTo(42);
        }
    }

    @Test
    @DisplayName("a reset hook that takes long holds up its own connection only")
    void slowReset() throws Exception {
        try (Loopback loopback = new Loopback()) {
            AtomicInteger begun = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            TcpPool pool = loopback.connected(settings -> settings.size(2).resetHook(connection -> {
                if (begun.incrementAndGet() == 1) {
                    Await.open(go);
                }
            }));
            pool.acquire().close();
            Await.until("it is being reset", () -> begun.get() == 1);

            for (int i = 0; i < 10; i++) {
                pool.acquire(Duration.ofSeconds(10)).close();
            }
            go.countDown();
        }
    }
}
