package dev.sluice.pool;

import dev.sluice.admission.Gate;
import dev.sluice.admission.Priority;
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

    /** Puts a slot that the caller owns back into circulation, or retires it if it must not go there. */
    void putBack(Slot<R> slot, SlotState from) {
        if (!slot.move(from, SlotState.IDLE)) {
            return; // broken by force in the meantime: the thread that did so sees to the rest
        }
        RetirementReason reason = reasonToRetire(slot, core.ticker.coarseNanos());
        if (reason == null || !retireIdle(slot, reason)) {
            gate.supplied();
            validateForWaiters(slot);
            surplus.trim();
        }
    }

    /**
     * Hands on a slot that a caller of this lane has made idle.
     *
     * <p>RACE: an operation may have marked the slot, or the pool may have begun to close, before the slot was
     * idle; whoever marks looks for idle slots afterwards, and this looks for marks once the slot is idle.
     */
    void nowIdle(Slot<R> slot, Priority lane, long now) {
        RetirementReason reason = reasonToRetire(slot, now);
        if (reason == null || !retireIdle(slot, reason)) {
            if (!gate.isOpen()) {
                gate.supplied(lane, slot);
                validateForWaiters(slot);
            }
            surplus.trim();
        }
    }

    /** Returns false if another thread has taken the slot meanwhile, and will see to it. */
    private boolean retireIdle(Slot<R> slot, RetirementReason reason) {
        boolean mine = slot.move(SlotState.IDLE, SlotState.CLOSING);
        if (mine) {
            retirement.close(slot, reason);
        }
        return mine;
    }

    /** Has slots validated for waiters, because this slot may need a validation first. */
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
