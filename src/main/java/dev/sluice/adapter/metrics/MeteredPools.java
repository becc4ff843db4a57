package dev.sluice.adapter.metrics;

import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolWatcher;
import dev.sluice.pool.ManagedPool;
import dev.sluice.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** The pools that have meters in one registry. */
final class MeteredPools implements PoolWatcher {

    private final PoolManager pools;
    private final MeterRegistry registry;
    private final Ticker ticker;
    private final Map<String, MeteredPool> metered = new HashMap<>(); // Guarded by this

    MeteredPools(PoolManager pools, MeterRegistry registry, Ticker ticker) {
        this.pools = pools;
        this.registry = registry;
        this.ticker = ticker;
    }

    @Override
    public synchronized void added(ManagedPool<?> pool) {
        // RACE: this call may come twice, or after the removal of the pool, because the manager reports changes outside
        // its lock. For each pool in the registry, the report of its removal follows later.
        MeteredPool known = metered.get(pool.name());
        if (!pools.pools().contains(pool) || (known != null && known.isOf(pool))) {
            return;
        }
        if (known != null) {
            known.close(); // a pool of the same name was added before the report of the removal
        }
        metered.put(pool.name(), new MeteredPool(pool, registry, ticker));
    }

    @Override
    public synchronized void removed(ManagedPool<?> pool) {
        MeteredPool known = metered.get(pool.name());
        if (known != null && known.isOf(pool)) {
            metered.remove(pool.name());
            known.close();
        }
    }
}
