package dev.sluice.pool.store;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the slots that are kept for the tenant of a caller, before the free slots. A kept slot has the state of the
 * last lease of its tenant, and no other tenant receives it. Callers without a tenant are one tenant. Thread-safe.
 */
final class KeptFirst<R> implements SlotOrder<R> {

    private final Function<@Nullable Object, @Nullable String> tenantOf;
    private final Runnable taken;

    /**
     * @param tenantOf returns the tenant in the note of a lease
     * @param taken counts a lease of a kept slot
     */
    KeptFirst(Function<@Nullable Object, @Nullable String> tenantOf, Runnable taken) {
        this.tenantOf = tenantOf;
        this.taken = taken;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public @Nullable Slot<R> poll(Slot<R>[] slots, int reserved, Predicate<Slot<R>> isLendable, LeaseRequest request) {
        String tenant = tenantOf.apply(request.note());
        for (int i = reserved; i < slots.length; i++) {
            Slot<R> slot = slots[i];
            // RACE: the word is read before the note, and must be the same at the lease. Each lease changes it, so the
            // note is that of the lease whose state the resource has
            long seen = slot.reading();
            if (Occupancy.isKept(seen)
                    && isLendable.test(slot)
                    && Objects.equals(tenant, tenantOf.apply(slot.lastNote()))) {
                long lease = slot.tryLeaseKept(seen);
                if (lease != Occupancy.NO_LEASE) {
                    slot.begin(lease, request.now(), request.waitedNanos(), request.taker(), request.note());
                    taken.run();
                    return slot;
                }
            }
        }
        return null;
    }
}
