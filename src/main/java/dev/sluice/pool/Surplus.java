package dev.sluice.pool;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Slots;

/**
 * Closes idle resources beyond {@link PoolConfig#maxIdle()}, the youngest first. Closes none while a caller waits,
 * because that caller will take one. Thread-safe.
 */
final class Surplus<R> {

    private final PoolCore<R> core;
    private final Slots<R> slots;
    private final Retirement<R> retirement;

    /** Closes the surplus, on one thread at a time. RACE: two threads would count the same surplus and close twice. */
    private final CoalescedAction closing = new CoalescedAction(this::closeSurplus);

    Surplus(PoolCore<R> core, Retirement<R> retirement) {
        this.core = core;
        this.slots = core.slots;
        this.retirement = retirement;
    }

    /**
     * Closes the surplus if there may be one. Must be called when a slot has become idle without a waiter: after a
     * release, a creation or a validation, and when a waiter has left or has taken another slot.
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
