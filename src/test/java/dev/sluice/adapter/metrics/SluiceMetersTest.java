package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.statistic.Statistic;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SluiceMetersTest {

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("X14 utilization is 0.5 when 10 of 20 are leased, and 0 after their release")
    void utilization() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        List<Lease<FakeStore.Thing>> leases = acquire(orders, 10);
        assertThat(value("utilization")).isEqualTo(0.5);
        leases.forEach(Lease::close);
        assertThat(value("utilization")).isZero();
    }

    @Test
    @DisplayName("X14 each caller that finds the pool full is one saturation more, and each wait one wait more")
    void saturation() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(20));
        List<Lease<FakeStore.Thing>> leases = acquire(orders, 20);
        assertThat(value("saturations")).isZero();
        CompletableFuture<Void> first = metered.waiter(orders);
        assertThat(value("saturations")).isEqualTo(1);
        CompletableFuture<Void> second = metered.waiter(orders);
        assertThat(value("saturations")).isEqualTo(2);
        metered.time.advance(Duration.ofSeconds(1));
        leases.forEach(Lease::close);
        CompletableFuture.allOf(first, second).join();
        FunctionTimer waits =
                metered.registry.get("sluice.pool.waits").tag("pool", "orders").functionTimer();
        metered.time.advance(RecentStats.FRESH.plusNanos(1));
        assertThat(waits.count()).isEqualTo(2);
        assertThat(waits.totalTime(TimeUnit.SECONDS)).isBetween(2.0, 2.5);
    }

    @Test
    @DisplayName("X14 each ended wait is in the timer and the buckets of its lane, and the timers have all waits")
    void waitsByLane() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(1));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        assertThat(value("concurrent")).isEqualTo(2);
        metered.time.advance(Duration.ofMillis(300));
        lease.close();
        waiter.join();
        assertThat(laneTimer("normal").count()).isEqualTo(1);
        assertThat(laneTimer("normal").totalTime(TimeUnit.SECONDS)).isBetween(0.3, 0.5);
        assertThat(laneTimer("high").count()).isZero();
        assertThat(bucket("0.1")).isZero();
        assertThat(bucket("0.5")).isEqualTo(1);
        assertThat(bucket("+Inf")).isEqualTo(1);
        double all = metered.registry.get(LaneMeters.WAITS).functionTimers().stream()
                .mapToDouble(FunctionTimer::count)
                .sum();
        assertThat(all).isEqualTo(orders.stats().counters().waits());
    }

    private FunctionTimer laneTimer(String lane) {
        return metered.registry.get(LaneMeters.WAITS).tag("lane", lane).functionTimer();
    }

    private double bucket(String limit) {
        return metered.value(LaneMeters.BUCKETS, "pool", "orders", "lane", "normal", "le", limit);
    }

    @Test
    @DisplayName("X14 each maintenance adds a sample to the histograms of the utilization and the concurrent callers")
    void samples() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        DistributionSummary shares = metered.registry.get(UseMeters.UTILIZATION).summary();
        long before = shares.count();
        List<Lease<FakeStore.Thing>> leases = acquire(orders, 10);
        metered.time.advance(orders.config().maintenanceInterval());
        assertThat(shares.count()).isEqualTo(before + 1);
        assertThat(shares.max()).isEqualTo(0.5);
        assertThat(metered.registry.get(UseMeters.CONCURRENT).summary().max()).isEqualTo(10);
        leases.forEach(Lease::close);
    }

    @Test
    @DisplayName("waiters are reported by lane")
    void lanes() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(1));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        assertThat(metered.value("sluice.pool.waiting", "pool", "orders", "lane", "normal"))
                .isEqualTo(1);
        assertThat(metered.value("sluice.pool.waiting", "pool", "orders", "lane", "critical"))
                .isZero();
        assertThat(metered.registry.get("sluice.pool.waiting").gauges()).hasSize(5);
        lease.close();
        waiter.join();
    }

    @Test
    @DisplayName("refusals and timeouts are counted")
    void refusals() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving(
                "orders",
                PoolConfig.builder()
                        .minSize(1)
                        .maxSize(1)
                        .admission(AdmissionPolicy.builder().maxWaiters(1).build()));
        Lease<FakeStore.Thing> lease = orders.acquire();
        CompletableFuture<Void> waiter = metered.waiter(orders);
        assertThatThrownBy(orders::acquire).isInstanceOf(PoolSaturated.class);
        assertThat(value("refused")).isEqualTo(1);
        metered.time.advance(Duration.ofSeconds(5));
        assertThatThrownBy(waiter::join).isNotNull();
        assertThat(value("refused")).isEqualTo(2);
        assertThat(value("timeouts")).isEqualTo(1);
        lease.close();
    }

    @Test
    @DisplayName("events of connections are counted: created, failed, closed, expired, idle, invalid")
    void connections() throws InterruptedException {
        metered.store.onCreate = attempt -> {
            if (attempt == 3) {
                throw new IllegalStateException("refused");
            }
        };
        metered.store.onClose = thing -> {
            if (thing.number == 2) {
                throw new IllegalStateException("stuck");
            }
        };
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(3).maxSize(3));
        orders.reset(false);
        assertThat(value("creation.failures")).isEqualTo(1);
        assertThat(value("creations")).isEqualTo(5);
        assertThat(value("closes")).isEqualTo(2);
        assertThat(value("close.failures")).isEqualTo(1);
        assertThat(value("creating")).isZero();
        assertThat(value("closing")).isZero();
        metered.store.all().get(4).dead = true;
        metered.time.advance(Duration.ofMinutes(3));
        assertThat(value("validation.failures")).isEqualTo(1);
        metered.time.advance(Duration.ofMinutes(40));
        assertThat(value("expirations")).isPositive();
    }

    @Test
    @DisplayName("connections beyond the minimum without demand are counted as closed for being idle")
    void idle() {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(3));
        orders.fill(3);
        metered.time.advance(Duration.ofMinutes(6));
        assertThat(value("idle.closes")).isEqualTo(2);
    }

    @Test
    @DisplayName("X15 leaks are counted; leaks with a present lease are suspects")
    void leaks() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        Lease<FakeStore.Thing> lease = orders.acquire();
        metered.time.advance(Duration.ofSeconds(60));
        assertThat(value("leaks")).isEqualTo(1);
        assertThat(value("leak.suspects")).isEqualTo(1);
        lease.close();
        assertThat(value("leaks")).isEqualTo(1);
        assertThat(value("leak.suspects")).isZero();
    }

    @Test
    @DisplayName("the state that the pool is in is 1, the others are 0; a starting pool is not ready")
    void states() {
        ManagedPool<FakeStore.Thing> orders = metered.pool("orders", PoolConfig.builder());
        metered.manager.register(orders);
        assertThat(state("starting")).isOne();
        assertThat(value("ready")).isZero();
        orders.start().join();
        assertThat(state("starting")).isZero();
        assertThat(state("running")).isOne();
        assertThat(value("ready")).isOne();
        Metered.close(orders);
        assertThat(state("stopped")).isOne();
        assertThat(value("ready")).isZero();
    }

    @Test
    @DisplayName("the generation is the number of resets")
    void generation() {
        metered.serving("orders", PoolConfig.builder()).reset(false);
        assertThat(value("generation")).isEqualTo(1);
    }

    @Test
    @DisplayName("each statistic with a meter has it under sluice.pool., of its kind and with its description")
    void declared() {
        metered.serving("orders", PoolConfig.builder());
        for (StatisticEntry<PoolStats> statistic : PoolStats.STATISTICS) {
            if (statistic.meter() != null) {
                Meter.Id meter = metered.registry
                        .get("sluice.pool." + statistic.meter())
                        .meter()
                        .getId();
                assertThat(meter.getDescription()).isEqualTo(statistic.description());
                assertThat(meter.getType())
                        .isEqualTo(
                                !statistic.declaration().totalTime().isEmpty()
                                        ? Meter.Type.TIMER
                                        : statistic.kind() == Kind.COUNTER ? Meter.Type.COUNTER : Meter.Type.GAUGE);
            }
        }
    }

    @Test
    @DisplayName("a demonstration statistic has its meter as soon as it is declared")
    void demonstration() {
        StatisticEntry<Demonstration> entry =
                StatisticEntry.of(Demonstration.class).get(0);
        Meters meters = new Meters(
                metered.registry, new RecentStats(metered.pool("orders", PoolConfig.builder()), metered.time));
        new StatsMeters(meters, "sluice.pool.")
                .own(new StatisticEntry<>(
                        entry.path(),
                        entry.type(),
                        entry.declaration(),
                        stats -> entry.getter().apply(new Demonstration(7))));
        assertThat(metered.valueNow("sluice.pool.seen.demonstrations")).isEqualTo(7);
    }

    @Test
    @DisplayName("a pool searches the meters of the process once, so that many pools start quickly")
    void search() {
        AtomicInteger searches = new AtomicInteger();
        MeterRegistry registry = new SimpleMeterRegistry() {
            @Override
            public List<Meter> getMeters() {
                searches.incrementAndGet();
                return super.getMeters();
            }
        };
        new MeteredPool(metered.pool("orders", PoolConfig.builder()), registry, metered.time);
        assertThat(searches).hasValue(1);
        assertThat(registry.getMeters()).hasSizeGreaterThan(50);
    }

    record Demonstration(
            @Statistic("Demonstrations that were seen.") long seenDemonstrations) {}

    private static List<Lease<FakeStore.Thing>> acquire(ManagedPool<FakeStore.Thing> pool, int count)
            throws InterruptedException {
        List<Lease<FakeStore.Thing>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.acquire());
        }
        return leases;
    }

    private double state(String state) {
        return metered.value("sluice.pool.state", "pool", "orders", "state", state);
    }

    private double value(String name) {
        return metered.value("sluice.pool." + name, "pool", "orders");
    }
}
