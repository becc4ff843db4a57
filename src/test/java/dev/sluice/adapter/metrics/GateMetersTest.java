package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.Gauge;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("fast")
class GateMetersTest {

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("callers that caps would have refused are counted where the caps are only observed")
    void overCaps() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving(
                "orders",
                PoolConfig.builder()
                        .minSize(1)
                        .maxSize(1)
                        .admission(AdmissionPolicy.builder()
                                .maxWaiters(1)
                                .enforceCaps(false)
                                .build()));
        Lease<FakeStore.Thing> lease = orders.acquire();
        List<CompletableFuture<Void>> waiters = List.of(metered.waiter(orders), metered.waiter(orders));
        assertThat(value("over.caps")).isEqualTo(1);
        assertThat(value("overtakings")).isZero();
        assertThat(value("sheddings")).isZero();
        assertThat(value("hopeless")).isZero();
        lease.close();
        waiters.forEach(CompletableFuture::join);
    }

    @Test
    @DisplayName("a paused pool reports that, and is ready")
    void paused() {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        orders.pause();
        assertThat(value("paused")).isOne();
        assertThat(value("ready")).isOne();
        assertThat(metered.value("sluice.pool.state", "pool", "orders", "state", "paused"))
                .isOne();
        orders.resume();
        assertThat(value("paused")).isZero();
    }

    @Test
    @DisplayName(
            "holdings of tenants are reported while the policy names tenants: a meter each, and one for all others")
    void tenants() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        assertThat(leases()).isEmpty();
        name(orders, "acme", "b");
        try (Lease<?> one = orders.acquire(AcquireRequest.DEFAULT.withTenant("acme"));
                Lease<?> two = orders.acquire(AcquireRequest.DEFAULT.withTenant("x"));
                Lease<?> three = orders.acquire(AcquireRequest.DEFAULT.withTenant("y"));
                Lease<?> four = orders.acquire()) {
            assertThat(List.of(one, two, three, four)).doesNotHaveDuplicates();
            assertThat(leases()).isEqualTo(Map.of("acme", 1.0, "b", 0.0, "(others)", 2.0));
            name(orders, "x");
            assertThat(leases()).isEqualTo(Map.of("x", 1.0, "(others)", 2.0));
        }
        name(orders);
        assertThat(leases()).isEmpty();
    }

    @Test
    @DisplayName("the number of meters is bounded for any number of tenants")
    void bounded() {
        ManagedPool<FakeStore.Thing> orders = metered.serving("orders", PoolConfig.builder());
        String[] many = new String[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "tenant-" + i;
        }
        name(orders, many);
        assertThat(leases()).hasSize(TenantMeters.MOST + 1).containsKey("(others)");
        Metered.close(orders);
        metered.manager.unregister(orders);
        assertThat(leases()).isEmpty();
    }

    private static void name(ManagedPool<?> pool, String... tenants) {
        Map<String, TenantShare> shares = new TreeMap<>();
        for (String tenant : tenants) {
            shares.put(tenant, TenantShare.EQUAL);
        }
        pool.reconfigure(config -> config.changeAdmission(policy -> policy.toBuilder()
                .tenants(shares)
                .otherTenants(TenantShare.EQUAL)
                .build()));
    }

    private Map<String, Double> leases() {
        metered.time.advance(RecentStats.FRESH.plusNanos(1));
        Map<String, Double> leases = new TreeMap<>();
        for (Gauge gauge : metered.registry.find(TenantMeters.LEASES).gauges()) {
            leases.put(gauge.getId().getTag("tenant"), gauge.value());
        }
        return leases;
    }

    private double value(String name) {
        return metered.value("sluice.pool." + name, "pool", "orders");
    }
}
