package dev.sluice.adapter.jmx;

import dev.sluice.control.PoolControl;
import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * What all attributes of a pool are taken from when they are asked for together.
 *
 * @param failure why the last connection could not be created, or null
 */
record PoolLook(
        PoolStats stats,
        PoolConfig config,
        Readiness readiness,
        @Nullable String failure,
        boolean verbose) {

    static PoolLook at(PoolControl control, ManagedPool<?> pool) {
        String name = pool.name();
        return new PoolLook(
                control.stats(name),
                pool.config(),
                control.readiness(name),
                pool.lastCreationFailure(),
                control.isVerbose(name));
    }
}
