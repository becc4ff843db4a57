package dev.sluice.keyed;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.time.Deadline;
import dev.sluice.value.Plural;

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

    AcquireTimeout timedOut(Object key, Deadline deadline) {
        return new AcquireTimeout(
                pool.name(),
                "pool '" + pool.name() + "': no resource" + within(deadline) + ", key: " + key + " (" + numbers()
                        + ")");
    }

    private static String within(Deadline deadline) {
        String cut = deadline.cutReason();
        if (cut != null) {
            return ", " + cut;
        }
        String origin = deadline.origin();
        return (deadline.isNever() ? " in time" : " within " + deadline.length().toMillis() + " ms")
                + (origin == null ? "" : ", " + origin);
    }

    PoolSaturated seatsTaken(Object key, int most) {
        return new PoolSaturated(
                pool.name(),
                "pool '" + pool.name() + "': too many wait for one of " + Plural.of(most, "lease") + ", key: " + key
                        + " (" + numbers() + ")");
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
