package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ConnectionMetersTest {

    private static final String PREFIX = "db.client.connection.";
    private static final String POOL = "db.client.connection.pool.name";

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("OpenTelemetry's names report connections by state, the limits and the waiters")
    void connections() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(3).maxSize(3));
        Lease<FakeStore.Thing> lease = orders.acquire();
        assertThat(metered.value(PREFIX + "count", POOL, "orders", PREFIX + "state", "used"))
                .isEqualTo(1);
        assertThat(metered.value(PREFIX + "count", POOL, "orders", PREFIX + "state", "idle"))
                .isEqualTo(2);
        assertThat(value("max")).isEqualTo(3);
        assertThat(value("idle.max")).isEqualTo(3);
        assertThat(value("idle.min")).isEqualTo(3);
        assertThat(value("pending_requests")).isZero();
        lease.close();
    }

    @Test
    @DisplayName("limits follow the pool when it is resized")
    void resized() {
        metered.serving("orders", PoolConfig.builder())
                .reconfigure(change -> change.minSize(2).maxSize(5));
        assertThat(value("max")).isEqualTo(5);
        assertThat(value("idle.min")).isEqualTo(2);
    }

    @Test
    @DisplayName("creation time has every attempt and its time")
    void createTime() {
        metered.store.onCreate = attempt -> metered.time.advance(Duration.ofSeconds(2));
        metered.serving("orders", PoolConfig.builder().minSize(3).maxSize(3));
        FunctionTimer timer = metered.registry.get(PREFIX + "create_time").functionTimer();
        assertThat(timer.count()).isEqualTo(3);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "X14 the wait-time histogram has the waits that ended with a connection, and no acquire that did not wait")
    void waitTime() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(1));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        assertThat(value("pending_requests")).isEqualTo(1);
        metered.time.advance(Duration.ofMillis(1900));
        lease.close();
        waiter.join();
        Timer timer =
                metered.registry.get(LeaseMeters.WAIT_TIME).tag(POOL, "orders").timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isBetween(1.9, 2.1);
        assertThat(Arrays.stream(timer.takeSnapshot().histogramCounts())
                        .filter(bucket -> bucket.count() > 0)
                        .mapToDouble(bucket -> bucket.bucket(TimeUnit.SECONDS)))
                .startsWith(5.0);
    }

    @Test
    @DisplayName("a wait that ends at its deadline is a timeout, and not in the wait time")
    void timeouts() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(1));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        metered.time.advance(Duration.ofSeconds(5));
        assertThatThrownBy(waiter::join).hasRootCauseInstanceOf(AcquireTimeout.class);
        assertThat(value("timeouts")).isEqualTo(1);
        assertThat(value("wait_time")).isZero();
        lease.close();
    }

    @Test
    @DisplayName("use time adds up the durations of ended leases, and continues after the end of their connection")
    void useTime() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(2));
        leaseFor(orders, Duration.ofSeconds(2));
        leaseFor(orders, Duration.ofSeconds(4));
        Lease<FakeStore.Thing> out = orders.acquire();
        orders.reset(false);
        metered.time.advance(Duration.ofSeconds(10));
        FunctionTimer timer = metered.registry.get(PREFIX + "use_time").functionTimer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.mean(TimeUnit.SECONDS)).isEqualTo(3);
        out.close();
        metered.time.advance(Duration.ofSeconds(1));
        assertThat(timer.count()).isEqualTo(3);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(16);
    }

    private void leaseFor(ManagedPool<FakeStore.Thing> pool, Duration held) throws InterruptedException {
        Lease<FakeStore.Thing> lease = pool.acquire();
        metered.time.advance(held);
        lease.close();
    }

    private double value(String name) {
        return metered.value(PREFIX + name, POOL, "orders");
    }
}
