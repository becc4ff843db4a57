package dev.sluice.adapter.metrics;

import dev.sluice.control.PoolManager;
import dev.sluice.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps meters for every pool of the manager, including later pools, and removes them with their pool. Thread-safe.
 * This binder can be bound to several registries; the meters live as long as the manager.
 */
@Singleton
@IfBuildProperty(name = "sluice.metrics.enabled", stringValue = "true")
public final class PoolMeters implements MeterBinder {

    private final PoolManager pools;
    private final Ticker ticker;

    /** Creates meters for the pools of this manager. */
    @Inject
    public PoolMeters(PoolManager pools) {
        this(pools, Ticker.system());
    }

    PoolMeters(PoolManager pools, Ticker ticker) {
        this.pools = pools;
        this.ticker = ticker;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pools.watch(new MeteredPools(pools, registry, ticker));
    }
}
