package dev.sluice.adapter.telemetry;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.failure.UnknownTenant;
import java.util.Map;

/** The outcome of an acquire in one word, as the attribute {@code sluice.outcome} has it. */
final class AcquireOutcome {

    static final String LEASED = "leased";
    static final String DEGRADED = "degraded";
    static final String CANCELLED = "cancelled";

    private static final String FAILED = "failed";
    private static final Map<Class<?>, String> WORDS = Map.of(
            AcquireTimeout.class, "timeout",
            PoolSaturated.class, "saturated",
            RateLimited.class, "rate_limited",
            CircuitOpen.class, "circuit_open",
            CreationFailed.class, "creation_failed",
            PoolDisabled.class, "disabled",
            PoolClosed.class, "closed",
            UnknownTenant.class, "unknown_tenant",
            InterruptedException.class, "interrupted");

    private AcquireOutcome() {}

    /** Returns the word for a failure; {@code failed} for one that is no refusal of a pool. */
    static String of(Throwable failure, boolean isCancelled) {
        return isCancelled ? CANCELLED : WORDS.getOrDefault(failure.getClass(), FAILED);
    }
}
