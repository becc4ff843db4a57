package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.Managed;
import dev.sluice.pool.ManagedPool;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * The pools that the application creates itself, for resources of any type: every bean that is {@link Managed}. Such a
 * bean must exist once in the application; the best scope is singleton.
 */
@Singleton
public class ProducedPools {

    private final Instance<Managed> beans;
    private final PoolManager manager;

    ProducedPools(@Any Instance<Managed> beans, PoolManager manager) {
        this.beans = beans;
        this.manager = manager;
    }

    /**
     * Creates and registers all these pools.
     *
     * @throws BadConfiguration if a name is invalid, or is taken
     */
    void registerAll() {
        for (Managed bean : beans) {
            ManagedPool<?> pool = bean.pool();
            try {
                manager.register(pool);
            } catch (IllegalArgumentException e) {
                throw new BadConfiguration(
                        "a pool that the application produces cannot be registered: " + e.getMessage());
            }
        }
    }
}
