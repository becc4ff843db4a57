package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PoolMetersTest {

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("X14 the names of the meters are these and no others")
    void names() {
        metered.serving("orders", PoolConfig.builder()).reset(false);
        assertThat(metered.names())
                .containsExactlyInAnyOrder(
                        "agroal.acquire.count",
                        "agroal.active.count",
                        "agroal.available.count",
                        "agroal.awaiting.count",
                        "agroal.blocking.time.average",
                        "agroal.blocking.time.max",
                        "agroal.blocking.time.total",
                        "agroal.creation.count",
                        "agroal.creation.time.average",
                        "agroal.creation.time.max",
                        "agroal.creation.time.total",
                        "agroal.destroy.count",
                        "agroal.flush.count",
                        "agroal.invalid.count",
                        "agroal.leak.detection.count",
                        "agroal.max.used.count",
                        "agroal.reap.count",
                        "db.client.connection.count",
                        "db.client.connection.create_time",
                        "db.client.connection.idle.max",
                        "db.client.connection.idle.min",
                        "db.client.connection.max",
                        "db.client.connection.pending_requests",
                        "db.client.connection.timeouts",
                        "db.client.connection.use_time",
                        "db.client.connection.wait_time",
                        "sluice.pool.circuit.observed",
                        "sluice.pool.circuit.refused",
                        "sluice.pool.close.failures",
                        "sluice.pool.closes",
                        "sluice.pool.closing",
                        "sluice.pool.concurrent",
                        "sluice.pool.concurrent.sampled",
                        "sluice.pool.creating",
                        "sluice.pool.creation.failures",
                        "sluice.pool.creations",
                        "sluice.pool.degraded.grants",
                        "sluice.pool.degraded.observed",
                        "sluice.pool.degraded.refusals",
                        "sluice.pool.discards",
                        "sluice.pool.expirations",
                        "sluice.pool.generation",
                        "sluice.pool.hold.limit.ends",
                        "sluice.pool.hopeless",
                        "sluice.pool.idle.closes",
                        "sluice.pool.injected.faults",
                        "sluice.pool.interruptions",
                        "sluice.pool.lane.wait.bucket",
                        "sluice.pool.lane.waits",
                        "sluice.pool.late",
                        "sluice.pool.leak.suspects",
                        "sluice.pool.leaks",
                        "sluice.pool.misses",
                        "sluice.pool.operation.time",
                        "sluice.pool.operations",
                        "sluice.pool.outage.refused",
                        "sluice.pool.over.caps",
                        "sluice.pool.over.hold.limit",
                        "sluice.pool.over.rates",
                        "sluice.pool.overtakings",
                        "sluice.pool.paced.creations",
                        "sluice.pool.paused",
                        "sluice.pool.rate.limited",
                        "sluice.pool.ready",
                        "sluice.pool.refused",
                        "sluice.pool.replaced.early",
                        "sluice.pool.resets.for.others",
                        "sluice.pool.saturations",
                        "sluice.pool.saved.resets",
                        "sluice.pool.sheddings",
                        "sluice.pool.size.steps",
                        "sluice.pool.state",
                        "sluice.pool.threads.stuck",
                        "sluice.pool.timeouts",
                        "sluice.pool.unproven",
                        "sluice.pool.utilization",
                        "sluice.pool.utilization.sampled",
                        "sluice.pool.validation.failures",
                        "sluice.pool.waiting",
                        "sluice.pool.waits",
                        "sluice.pool.warming.to");
    }

    @Test
    @DisplayName("a pool that was there before the meters were bound has them too")
    void before() {
        PoolManager manager = new PoolManager();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        manager.register(metered.pool("early", PoolConfig.builder()));
        new PoolMeters(manager).bindTo(registry);
        assertThat(registry.get("db.client.connection.max").gauge().value()).isEqualTo(20);
    }

    @Test
    @DisplayName("when a pool is removed, its meters are removed, and its late events add none")
    void leave() {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        ManagedPool<FakeStore.Thing> reports = metered.serving("reports", PoolConfig.builder());
        orders.reset(false);
        metered.manager.unregister(orders);
        orders.reset(false);
        assertThat(metered.registry.getMeters())
                .isNotEmpty()
                .noneMatch(meter -> meter.getId().getTags().stream()
                        .anyMatch(tag -> tag.getValue().equals("orders")));
        metered.manager.unregister(reports);
        assertThat(metered.registry.getMeters()).isEmpty();
        Metered.close(orders);
        Metered.close(reports);
    }

    @Test
    @DisplayName("a pool with the name of a removed pool has meters of its own")
    void successor() {
        ManagedPool<FakeStore.Thing> first =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(3));
        metered.manager.unregister(first);
        metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(7));
        assertThat(metered.value("db.client.connection.max")).isEqualTo(7);
        Metered.close(first);
    }

    @Test
    @DisplayName("late or repeated reports of a removed pool change nothing")
    void lateNews() {
        ManagedPool<FakeStore.Thing> gone =
                metered.pool("orders", PoolConfig.builder().minSize(1).maxSize(3));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MeteredPools watcher = new MeteredPools(metered.manager, registry, metered.time);
        ManagedPool<FakeStore.Thing> there =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(7));
        watcher.added(there);
        int meters = registry.getMeters().size();
        watcher.added(there);
        watcher.added(gone);
        watcher.removed(gone);
        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(registry.get("db.client.connection.max").gauge().value()).isEqualTo(7);
    }

    @Test
    @DisplayName("a meter that is registered already under the same name and tags stays, and is not removed")
    void duplicates() {
        Gauge.builder("agroal.acquire.count", () -> 42)
                .tags(Tags.of("datasource", "orders"))
                .register(metered.registry);
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        assertThat(metered.value("agroal.acquire.count")).isEqualTo(42);
        assertThat(metered.value("agroal.creation.count")).isEqualTo(10);
        metered.manager.unregister(orders);
        assertThat(metered.names()).containsExactly("agroal.acquire.count");
        Metered.close(orders);
    }

    @Test
    @DisplayName("meters keep their numbers after a garbage collection: no source is lost")
    void swept() {
        metered.serving("orders", PoolConfig.builder());
        WeakReference<Object> sign = new WeakReference<>(new Object());
        Await.until("it is collected", () -> {
            System.gc();
            return sign.get() == null;
        });
        assertThat(metered.value("agroal.available.count")).isEqualTo(10);
        assertThat(metered.value("agroal.creation.count")).isEqualTo(10);
        assertThat(metered.value("sluice.pool.ready")).isOne();
    }

    @Test
    @DisplayName("a composite registry passes the meters on to a registry that is added later")
    void composite() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        new PoolMeters(metered.manager).bindTo(composite);
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        SimpleMeterRegistry late = new SimpleMeterRegistry();
        composite.add(late);
        assertThat(late.get("agroal.available.count").gauge().value()).isEqualTo(10);
        metered.manager.unregister(orders);
        assertThat(late.getMeters()).isEmpty();
        Metered.close(orders);
    }

    @Test
    @DisplayName("all the meters of a scrape read one snapshot of the pool, the next scrape another")
    void oneLook() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        assertThat(metered.valueNow("agroal.active.count")).isZero();
        try (var lease = orders.acquire()) {
            assertThat(metered.valueNow("sluice.pool.utilization")).isZero();
            metered.time.advance(RecentStats.FRESH.plusNanos(1));
            assertThat(metered.valueNow("sluice.pool.utilization")).isEqualTo(0.05);
            assertThat(lease.name()).isNotNull();
        }
    }

    @Test
    @DisplayName("a scrape of a pool of 500 connections allocates about as much as a scrape of a pool of 20")
    void scrapeOfLargePool() {
        metered.serving("small", PoolConfig.builder().minSize(20).maxSize(20));
        long small = allocatedByReading("small");
        metered.serving("large", PoolConfig.builder().minSize(500).maxSize(500));
        assertThat(allocatedByReading("large")).isLessThan(2 * small);
    }

    /** Returns the bytes that a reading of all meters of the pool allocates, the least of some readings. */
    private long allocatedByReading(String pool) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Meter> meters = metered.registry.getMeters().stream()
                .filter(meter -> meter.getId().getTags().stream()
                        .anyMatch(tag -> tag.getValue().equals(pool)))
                .toList();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            metered.time.advance(RecentStats.FRESH.plusNanos(1));
            long before = threads.getCurrentThreadAllocatedBytes();
            meters.forEach(meter -> meter.measure().forEach(Measurement::getValue));
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
