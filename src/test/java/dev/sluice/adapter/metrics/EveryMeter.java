package dev.sluice.adapter.metrics;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.TenantShare;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.BatchContext;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.pool.store.StoreReports;
import dev.sluice.testing.FakeStore;
import dev.sluice.time.Ticker;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A registry for Prometheus with every meter of Sluice: those of a pool in full use, and those of batches. */
@SuppressWarnings("deprecation") // Quarkus brings the earlier registry for Prometheus
final class EveryMeter {

    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metered metered = new Metered();

    EveryMeter() throws InterruptedException {
        new PoolMeters(metered.manager, metered.time).bindTo(registry);
        new BatchMeters(new Batches(new NoBatches(), new Batches.Limits(1, false, 0), id -> null, Ticker.system()))
                .bindTo(registry);
        ManagedPool<FakeStore.Thing> pool = new ManagedPool<>(
                "orders",
                PoolConfig.builder()
                        .admission(AdmissionPolicy.builder()
                                .tenants(Map.of("acme", TenantShare.EQUAL))
                                .otherTenants(TenantShare.EQUAL)
                                .build())
                        .policies(PoolPolicies.NONE.with(
                                new Tagging(new TagKeys(List.of("feature")), Tagging.Destination.OFF)))
                        .build(),
                new SpecificStore(),
                new PoolRuntime(metered.time, metered.time, Runnable::run, () -> 0.5));
        metered.manager.register(pool);
        pool.start().join();
        pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing")).close();
        pool.reset(false);
        metered.time.advance(pool.config().maintenanceInterval());
    }

    void close() {
        metered.close();
        registry.close();
    }

    /** A store of a kind of pool with numbers of its own. */
    private static final class SpecificStore extends FakeStore implements StoreReports {

        @Override
        public Map<String, Long> specifics() {
            return Map.of("example", 1L);
        }
    }

    private static final class NoBatches implements BatchContext {

        @Override
        public ManagedDataSource pool(String name) throws BadOrder {
            throw new BadOrder("no pool");
        }

        @Override
        public JobHandler handler(String name) throws BadOrder {
            throw new BadOrder("no handler");
        }

        @Override
        public Path directory() {
            return Path.of("target");
        }
    }
}
