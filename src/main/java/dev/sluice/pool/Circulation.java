package dev.sluice.pool;

import dev.sluice.admission.Gate;
import dev.sluice.admission.Priority;
import dev.sluice.pool.LeaseSteps.LeaseStep;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.pool.store.Slots;
import org.jspecify.annotations.Nullable;

/**
 * Puts slots back into circulation: to a waiter, or idle for the next caller. A slot that must not be handed out again
 * is retired instead. Thread-safe.
 */
final class Circulation<R> {

    private final PoolCore<R> core;
    private final Gate<Slot<R>> gate;
    private final Slots<R> slots;
    private final Retirement<R> retirement;
    private final Surplus<R> surplus;
    private final Supply supply;

    Circulation(PoolCore<R> core, Retirement<R> retirement, Surplus<R> surplus, Supply supply) {
        this.core = core;
        this.gate = core.gate;
        this.slots = core.slots;
        this.retirement = retirement;
        this.surplus = surplus;
        this.supply = supply;
    }

    /** Puts a slot that the caller owns back into circulation, or retires it if it must not be leased again. */
    void putBack(Slot<R> slot, SlotState from) {
        if (!slot.move(from, SlotState.IDLE)) {
            return; // RACE: another thread broke the lease or gave up the call, and closes the slot
        }
        RetirementReason reason = reasonToRetire(slot, core.ticker.coarseNanos());
        if (reason == null || !retireIdle(slot, reason)) {
            gate.supplied();
            validateForWaiters(slot);
            surplus.trim();
        }
    }

    /**
     * Hands a slot that a caller of this lane has made idle to the next waiter, or retires it.
     *
     * <p>RACE: an operation may have marked the slot, or the pool may have begun to close, before the slot was idle.
     * A thread that marks slots checks afterwards whether they are idle. This method checks for marks after the slot
     * is idle.
     */
    void nowIdle(Slot<R> slot, Priority lane, long now) {
        boolean stays = core.steps.areOff(LeaseStep.STOPPED) && !slots.isCrowded() && slot.isVouchedFor(now);
        RetirementReason reason = stays ? null : reasonToRetire(slot, now);
        if (reason == null || !retireIdle(slot, reason)) {
            if (!gate.isOpen()) {
                gate.supplied(lane, slot);
                validateForWaiters(slot);
            }
            if (!stays) {
                surplus.trim();
            }
        }
    }

    /** Closes an idle slot. Returns false if another thread took the slot meanwhile; that thread then retires it. */
    private boolean retireIdle(Slot<R> slot, RetirementReason reason) {
        boolean mine = slot.move(SlotState.IDLE, SlotState.CLOSING);
        if (mine) {
            retirement.close(slot, reason);
        }
        return mine;
    }

    /** Begins validations for waiters, because this slot may need a validation first. */
    private void validateForWaiters(Slot<R> slot) {
        if (gate.waiting() > 0 && slot.state() == SlotState.IDLE && !slots.isFree(slot)) {
            supply.meetDemand();
        }
    }

    /** Returns the reason why a slot must not be handed out again, or null. */
    private @Nullable RetirementReason reasonToRetire(Slot<R> slot, long now) {
        if (!core.isServing()) {
            return RetirementReason.POOL_CLOSED;
        }
        RetirementReason marked = slot.retirement();
        if (marked != null) {
            return marked;
        }
        if (slot.isExpired(now)) {
            return RetirementReason.LIFETIME;
        }
        return slots.size() > core.config.maxSize() ? RetirementReason.SHRUNK : null;
    }
}
