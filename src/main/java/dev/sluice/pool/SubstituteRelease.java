package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import org.jspecify.annotations.Nullable;

/** Ends leases of substitutes. They hold no slot of the pool, so the pool is not touched. Thread-safe. */
final class SubstituteRelease<R> extends Release<R> {

    private final FallbackSupplier<R> supplier;

    SubstituteRelease(PoolParts<R> parts, Shutdown<R> shutdown, FallbackSupplier<R> supplier) {
        super(parts, shutdown);
        this.supplier = supplier;
    }

    @Override
    boolean end(Slot<R> slot, long lease, AcquireRequest request, boolean invalid, @Nullable LeaseTraces traces) {
        boolean ended = slot.moveFrom(lease, SlotState.CLOSED);
        if (ended) {
            supplier.ended(slot.resource());
        }
        return ended;
    }
}
