package dev.sluice.adapter.jmx;

import dev.sluice.control.GuardedControl;
import dev.sluice.control.Readiness;
import dev.sluice.control.policy.PoolRules;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a pool, for attributes that are requested together. Numbers and readiness are read at their first use
 * and then kept. Readiness may validate a connection, which a client that reads a number every second must not cause.
 * Used by one thread.
 */
final class PoolSnapshot {

    private final GuardedControl control;
    private final ManagedPool<?> pool;
    private @Nullable PoolStats stats;
    private @Nullable Readiness readiness;

    PoolSnapshot(GuardedControl control, ManagedPool<?> pool) {
        this.control = control;
        this.pool = pool;
    }

    PoolStats stats() {
        PoolStats seen = stats;
        if (seen == null) {
            seen = control.stats(pool.name());
            stats = seen;
        }
        return seen;
    }

    Readiness readiness() {
        Readiness seen = readiness;
        if (seen == null) {
            seen = control.readiness(pool.name());
            readiness = seen;
        }
        return seen;
    }

    PoolConfig config() {
        return pool.config();
    }

    PoolRules rules() {
        return new PoolRules(pool.policy(), pool.policies());
    }

    boolean isVerbose() {
        return control.isVerbose(pool.name());
    }

    /** Returns the reason of the last failed creation, or null. */
    @Nullable
    String failure() {
        return pool.lastCreationFailure();
    }
}
