package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.time.Duration;

/**
 * Finds out, on workers, whether resources still work and makes them as good as new, and takes those out of the pool
 * that do not or cannot be.
 */
final class Checking<R> {

    private final PoolCore<R> core;

    Checking(PoolCore<R> core) {
        this.core = core;
    }

    /**
     * Validates all that is idle, and hands out nothing before it was: one resource has turned out to be dead,
     * the others may be, too.
     */
    void suspectIdle() {
        suspectIdle(core.ticker.nanos());
    }

    private void suspectIdle(long asOf) {
        core.creation.suspect();
        core.slots.suspectIdle(asOf);
        for (Slot<R> slot = core.slots.pollStale(); slot != null; slot = core.slots.pollStale()) {
            check(slot, asOf, () -> {});
        }
    }

    /** Validates, on a worker, a slot that the caller owns in state {@link SlotState#CHECKING}. */
    void check(Slot<R> slot, long asOf, Runnable afterwards) {
        core.run(() -> {
            try {
                settle(slot, validate(slot), asOf);
            } finally {
                afterwards.run();
                core.growth.meetDemand();
            }
        });
    }

    /** Whether the resource of a slot that the caller owns works, and says so in time. */
    boolean validate(Slot<R> slot) {
        Duration limit = core.config.validationTimeout();
        long start = core.ticker.nanos();
        try {
            return core.store.validate(slot.resource(), limit) && core.ticker.nanos() - start <= limit.toNanos();
        } catch (Throwable t) {
            return false;
        }
    }

    /**
     * Ends a validation: back into circulation, or out of the pool. If it is one of many that began at
     * {@code asOf}, what has passed since then need not do so again because another one failed.
     */
    void settle(Slot<R> slot, boolean works, long asOf) {
        if (works) {
            core.events.slot(Type.VALIDATED, slot, null);
            slot.passed(core.ticker.nanos()); // after the event: no lease is stamped earlier than this
            core.proof.proven();
            core.putBack(slot, SlotState.CHECKING);
        } else if (slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
            core.retirement.close(slot, Retirement.INVALID);
            suspectIdle(asOf);
        }
    }

    /**
     * Takes away, on a worker, what the last lease left behind in a slot that the caller owns in state
     * {@link SlotState#CHECKING}; it goes back into circulation then. What cannot be reset in time is replaced.
     */
    void reset(Slot<R> slot) {
        core.run(() -> {
            if (isReset(slot)) {
                slot.passed(core.ticker.nanos()); // what answers works
                core.proof.proven();
                core.putBack(slot, SlotState.CHECKING);
            } else if (slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
                core.retirement.close(slot, Retirement.NOT_RESET);
            }
        });
    }

    private boolean isReset(Slot<R> slot) {
        Duration limit = core.config.validationTimeout();
        long start = core.ticker.nanos();
        try {
            boolean done = core.store.reset(slot.resource(), limit);
            if (core.ticker.nanos() - start <= limit.toNanos()) {
                return done;
            }
            resetFailed(slot, "no answer within " + limit);
        } catch (Throwable t) {
            resetFailed(slot, Creation.words(t));
        }
        return false;
    }

    /** If it does not work at all, the others may be dead, too. */
    private void resetFailed(Slot<R> slot, String why) {
        core.counters.validationFailures.increment();
        core.events.slot(Type.INVALID, slot, "not reset: " + why);
        if (!validate(slot)) {
            suspectIdle();
        }
    }
}
