package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class AgroalMetersTest {

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("the meters of Agroal report connections in use, idle, acquired and created")
    void connections() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(3).maxSize(3));
        orders.acquire().close();
        Lease<FakeStore.Thing> first = orders.acquire();
        Lease<FakeStore.Thing> second = orders.acquire();
        first.close();
        assertThat(value("active.count")).isEqualTo(1);
        assertThat(value("available.count")).isEqualTo(2);
        assertThat(value("max.used.count")).isEqualTo(2);
        assertThat(value("acquire.count")).isEqualTo(3);
        assertThat(value("creation.count")).isEqualTo(3);
        second.close();
    }

    @Test
    @DisplayName("the blocking times cover waits only, in milliseconds; the average covers all acquires")
    void blocking() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(1));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        assertThat(value("awaiting.count")).isEqualTo(1);
        metered.time.advance(Duration.ofMillis(1500).minus(RecentStats.FRESH).minusNanos(1));
        lease.close();
        waiter.join();
        assertThat(value("awaiting.count")).isZero();
        assertThat(value("blocking.time.total")).isEqualTo(1500);
        assertThat(value("blocking.time.max")).isEqualTo(1500);
        assertThat(value("blocking.time.average")).isEqualTo(750);
    }

    @Test
    @DisplayName("the creation times cover all attempts, in milliseconds, including failed attempts")
    void creation() {
        metered.store.onCreate = attempt -> {
            metered.time.advance(Duration.ofMillis(attempt * 10L));
            if (attempt == 3) {
                throw new IllegalStateException("refused");
            }
        };
        metered.serving("orders", PoolConfig.builder().minSize(3).maxSize(3));
        assertThat(metered.valueNow("agroal.creation.count")).isEqualTo(2);
        assertThat(metered.valueNow("agroal.creation.time.total")).isEqualTo(60);
        assertThat(metered.valueNow("agroal.creation.time.max")).isEqualTo(30);
        assertThat(metered.valueNow("agroal.creation.time.average")).isEqualTo(20);
    }

    @Test
    @DisplayName("connections that are closed are counted by their reason: invalid, idle, or anything else")
    void retirements() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving(
                "orders",
                PoolConfig.builder()
                        .minSize(3)
                        .maxSize(5)
                        .backgroundValidation(Duration.ofSeconds(15))
                        .idleTimeout(Duration.ofMinutes(1)));
        orders.fill(5);
        metered.store.all().get(0).dead = true;
        metered.time.advance(Duration.ofSeconds(20));
        assertThat(value("invalid.count")).isEqualTo(1);
        metered.time.advance(Duration.ofSeconds(50));
        assertThat(value("reap.count")).isEqualTo(1);
        orders.reset(false);
        assertThat(value("flush.count")).isEqualTo(3);
        assertThat(value("destroy.count")).isEqualTo(5);
    }

    @Test
    @DisplayName("X15 a lease that is out for too long is counted as a leak once")
    void leaks() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        Lease<FakeStore.Thing> lease = orders.acquire();
        metered.time.advance(Duration.ofSeconds(60));
        assertThat(value("leak.detection.count")).isEqualTo(1);
        lease.close();
    }

    @Test
    @DisplayName("kinds and units equal the meters of Quarkus: counts only go up, times are gauges of milliseconds")
    void kinds() {
        metered.serving("orders", PoolConfig.builder());
        assertThat(id("acquire.count").getType()).isEqualTo(Meter.Type.COUNTER);
        assertThat(id("active.count").getType()).isEqualTo(Meter.Type.GAUGE);
        assertThat(id("blocking.time.average").getType()).isEqualTo(Meter.Type.GAUGE);
        assertThat(id("blocking.time.average").getBaseUnit()).isEqualTo("milliseconds");
        assertThat(id("blocking.time.max").getDescription()).isEqualTo("Longest ended wait, in milliseconds.");
        assertThat(id("active.count").getBaseUnit()).isNull();
    }

    private Meter.Id id(String name) {
        return metered.registry
                .get("agroal." + name)
                .tag("datasource", "orders")
                .meter()
                .getId();
    }

    private double value(String name) {
        return metered.value("agroal." + name, "datasource", "orders");
    }
}
