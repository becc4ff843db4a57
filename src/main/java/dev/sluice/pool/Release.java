package dev.sluice.pool;

import dev.sluice.pool.LeaseSteps.LeaseStep;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Ends leases. A released resource is put back into circulation, is reset first, or is closed if it must not be used
 * again. Thread-safe.
 */
class Release<R> {

    private final Ticker ticker;
    private final PoolEvents events;
    private final LeaseSteps steps;
    private final Circulation<R> circulation;
    private final PoolParts<R> parts;
    private final Shutdown<R> shutdown;

    Release(PoolParts<R> parts, Shutdown<R> shutdown) {
        this.ticker = parts.core.ticker;
        this.events = parts.core.events;
        this.steps = parts.core.steps;
        this.circulation = parts.circulation;
        this.parts = parts;
        this.shutdown = shutdown;
    }

    /**
     * Ends a lease.
     *
     * @param lease the number of the lease
     * @param invalid whether the resource must not be used again
     * @param traces the state that the resource must be reset from, or null
     * @return false if the lease has ended before
     */
    boolean end(Slot<R> slot, long lease, AcquireRequest request, boolean invalid, @Nullable LeaseTraces traces) {
        long now = ticker.coarseNanos();
        slot.ends(lease, now);
        boolean ended;
        if (invalid || traces != null || steps.areOn(LeaseStep.TWO_STEPS)) {
            ended = endSlowly(slot, lease, request, invalid, traces);
        } else {
            ended = slot.moveFrom(lease, SlotState.IDLE);
            if (ended) {
                circulation.nowIdle(slot, request.priority(), now);
            }
        }
        if (steps.areOn(LeaseStep.WATCHED)) {
            publishEnd(slot, lease, ended, now);
        }
        return ended;
    }

    /** Returns whether resources may be kept unreset for their tenants at this moment. */
    boolean keepsForTenants() {
        return parts.affinity.isOn();
    }

    private void publishEnd(Slot<R> slot, long lease, boolean ended, long now) {
        if (ended) {
            parts.leaks.ended(slot, lease, now, null);
        }
        shutdown.leaseEnded();
    }

    /**
     * Ends a lease in two steps. No caller can take the slot between them, so the end is published before the next
     * lease begins.
     */
    private boolean endSlowly(
            Slot<R> slot, long lease, AcquireRequest request, boolean invalid, @Nullable LeaseTraces traces) {
        if (invalid) {
            slot.discards(lease);
        }
        if (!(traces == null ? slot.moveFrom(lease, SlotState.CHECKING) : slot.endUnreset(lease))) {
            return false;
        }
        if (events.publishesLeases()) {
            events.returned(slot, request);
        }
        if (!invalid && traces == null) {
            parts.checks.returned(slot);
        } else if (!invalid) {
            if (traces != LeaseTraces.OF_TENANT || !parts.affinity.keep(slot)) {
                parts.checks.reset(slot);
            }
        } else if (slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
            parts.retirement.close(
                    slot, traces == LeaseTraces.ANY ? RetirementReason.NOT_RESET : RetirementReason.BROKEN);
        }
        return true;
    }
}
