package dev.sluice.pool;

import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The leases of substitutes, for callers that the pool has refused. They hold no slot of the pool. Counts each {@link
 * PoolSaturated} that no substitute replaces: a caller with a substitute is served, and not a refused one. Thread-safe.
 */
final class Substitutes<R> {

    private final PoolParts<R> parts;
    private final Shutdown<R> shutdown;
    private volatile @Nullable FallbackSupplier<R> leasing; // null if a lease never has a substitute

    Substitutes(PoolParts<R> parts, Shutdown<R> shutdown) {
        this.parts = parts;
        this.shutdown = shutdown;
    }

    /** Sets the supplier, whose substitutes are leased. */
    void lease(FallbackSupplier<R> supplier) {
        leasing = supplier;
        parts.degradation.use(supplier);
    }

    /** Sets the supplier of substitutes that are no resources of the pool; they are not leased. */
    void hand(FallbackSupplier<?> supplier) {
        leasing = null;
        parts.degradation.use(supplier);
    }

    /**
     * Returns the lease of a substitute.
     *
     * @param asks whether the caller calls {@link #foreign} after the refusal, which is counted there
     * @throws PoolSaturated the refusal, if it stands
     */
    Lease<R> instead(AcquireRequest request, Thread thread, PoolSaturated refusal, boolean asks) {
        FallbackSupplier<R> supplier = leasing;
        R substitute = supplier == null ? null : supplied(request, refusal);
        PoolCore<R> core = parts.core;
        if (supplier == null || substitute == null) {
            if (!asks) {
                core.counters.refusedEarly.increment();
            }
            throw refusal;
        }
        Birth birth = new Birth(0, core.generation.get(), core.ticker.nanos(), core.ticker.instant());
        Slot<R> slot = Slot.outside(birth, substitute, thread, request);
        return new Lease<>(new SubstituteRelease<>(parts, shutdown, supplier), slot, request, thread);
    }

    /** Returns a substitute that is no resource of the pool, or null if the refusal stands. */
    <T> @Nullable T foreign(Class<T> type, AcquireRequest request, PoolSaturated refusal) {
        T substitute = parts.degradation.substitute(type, request, refusal);
        if (substitute == null) {
            parts.core.counters.refusedEarly.increment();
        }
        return substitute;
    }

    @SuppressWarnings("unchecked") // the leasing supplier is one of R
    private @Nullable R supplied(AcquireRequest request, PoolSaturated refusal) {
        return (R) parts.degradation.substitute(Object.class, request, refusal);
    }
}
