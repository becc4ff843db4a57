package dev.sluice.adapter.metrics;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** The pools that have meters in one registry. */
final class MeteredPools implements PoolManager.Watcher {

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
        // RACE: this may come twice, or after the pool has gone again, as the manager tells of changes outside
        // its lock. Whoever is in the registry now has not been told to go yet, and will be after this.
        MeteredPool known = metered.get(pool.name());
        if (!pools.pools().contains(pool) || (known != null && known.isOf(pool))) {
            return;
        }
        if (known != null) {
            known.close(); // its successor of the same name was faster than the news of its going
        }
        metered.put(pool.name(), new MeteredPool(pool, pools, registry, ticker));
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
