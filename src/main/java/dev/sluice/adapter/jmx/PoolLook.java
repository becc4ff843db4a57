package dev.sluice.adapter.jmx;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.control.PoolControl;
import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * What the attributes of a pool are taken from when they are asked for together. The numbers and the readiness
 * are looked at when they are first needed, and then stay: to ask for readiness may have a connection validated,
 * which nobody wants who reads a number every second. Used by one thread.
 */
final class PoolLook {

    private final PoolControl control;
    private final ManagedPool<?> pool;
    private @Nullable PoolStats stats;
    private @Nullable Readiness readiness;

    PoolLook(PoolControl control, ManagedPool<?> pool) {
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

    AdmissionPolicy policy() {
        return pool.policy();
    }

    boolean isVerbose() {
        return control.isVerbose(pool.name());
    }

    /** Why the last connection could not be created, or null. */
    @Nullable
    String failure() {
        return pool.lastCreationFailure();
    }
}
