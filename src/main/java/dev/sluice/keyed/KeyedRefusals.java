package dev.sluice.keyed;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import java.time.Duration;

/** Creates the exceptions of a keyed pool, with their messages. */
final class KeyedRefusals {

    private final ManagedPool<?> pool;
    private final KeyedCounters counters;

    KeyedRefusals(ManagedPool<?> pool, KeyedCounters counters) {
        this.pool = pool;
        this.counters = counters;
    }

    PoolFactoryException notMade(Object key, Throwable cause) {
        String words = cause.toString();
        return new PoolFactoryException(
                pool.name(),
                "pool '" + pool.name() + "': factory error, key: " + key + " (" + numbers() + "); " + words,
                cause);
    }

    AcquireCancelled cancelled(Object key) {
        return new AcquireCancelled(
                pool.name(), "pool '" + pool.name() + "': acquire cancelled, key: " + key + " (" + numbers() + ")");
    }

    AcquireTimeout timedOut(Object key, Duration length) {
        String within = length.equals(AcquireRequest.FOREVER) ? "in time" : "within " + length.toMillis() + " ms";
        return new AcquireTimeout(
                pool.name(),
                "pool '" + pool.name() + "': no resource " + within + ", key: " + key + " (" + numbers() + ")");
    }

    PoolSaturated seatsTaken(Object key, int most) {
        return new PoolSaturated(
                pool.name(),
                "pool '" + pool.name() + "': too many wait for one of " + most + " leases, key: " + key + " ("
                        + numbers() + ")");
    }

    /** Refuses callers beyond the cap on waiters, which includes callers that do not wait at the gate. */
    void refuseCrowd() {
        AdmissionPolicy policy = pool.policy();
        if (policy.enforceCaps() && counters.waiting.get() > policy.maxWaiters()) {
            throw new PoolSaturated(pool.name(), "pool '" + pool.name() + "': too many waiters (" + numbers() + ")");
        }
    }

    private String numbers() {
        return "max " + pool.config().maxSize() + ", open " + counters.open.get() + ", opening "
                + counters.opening.get();
    }
}
