package dev.sluice.pool.store;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The order in which slots are handed out, if it is not the usual one. Thread-safe. */
interface SlotOrder<R> {

    /** The values that a slot records of a new lease. */
    record LeaseRequest(Thread taker, Object note, long now, long waitedNanos) {}

    /**
     * Leases a slot that this order prefers; returns null without one.
     *
     * @param reserved number of slots, from the first on, that are not for this caller
     * @param isLendable whether an idle slot may be leased at this moment without a validation
     */
    @Nullable
    Slot<R> poll(Slot<R>[] slots, int reserved, Predicate<Slot<R>> isLendable, LeaseRequest request);

    /** Returns whether no slot is left for the usual order. */
    boolean isComplete();
}
