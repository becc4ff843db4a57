package dev.sluice.pool;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Slots;

/**
 * Closes resources that are idle beyond {@link PoolConfig#maxIdle()}, the youngest first; never while a caller waits,
 * who will take it. Thread-safe.
 */
final class Surplus<R> {

    private final PoolCore<R> core;
    private final Slots<R> slots;
    private final Retirement<R> retirement;

    /** RACE: two threads in there would both see one too many, and close two; so one counts at a time. */
    private final CoalescedAction closing = new CoalescedAction(this::closeSurplus);

    Surplus(PoolCore<R> core, Retirement<R> retirement) {
        this.core = core;
        this.slots = core.slots;
        this.retirement = retirement;
    }

    /**
     * To be called when a slot has become idle for which no caller waits: a lease has ended without a taker, a creation
     * or a validation has come too late, or a waiter has gone, or has taken another one.
     */
    void trim() {
        if (slots.size() > core.config.maxIdle()) {
            closing.run();
        }
    }

    private void closeSurplus() {
        while (core.gate.waiting() == 0 && slots.idle() > core.config.maxIdle()) {
            Slot<R> slot = slots.takeYoungestIdle();
            if (slot == null) {
                return;
            }
            retirement.close(slot, RetirementReason.SURPLUS);
        }
    }
}
