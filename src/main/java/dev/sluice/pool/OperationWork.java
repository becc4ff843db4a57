package dev.sluice.pool;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Deadline;
import dev.sluice.time.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The work of one operation: the steps that retire resources and wait for leases, and beside them its creations, its
 * waits and its report. In a dry run no step changes anything. Used by one thread.
 */
final class OperationWork<R> {

    final ReportDraft draft;
    final StepWaits waits;
    final OperationCreations<R> creations;

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final OperationContext context;
    private final LeaseBreaks<R> breaks;

    OperationWork(PoolParts<R> parts, OperationName operation, OperationContext context) {
        this.parts = parts;
        this.core = parts.core;
        this.context = context;
        this.draft = new ReportDraft(core, operation, context);
        this.breaks = new LeaseBreaks<>(core, parts.retirement);
        this.waits = new StepWaits(core.ticker, context, draft);
        this.creations = new OperationCreations<>(parts, operation, context, draft, waits);
    }

    /** Returns whether the operation must change nothing. */
    boolean isDryRun() {
        return context.isDryRun();
    }

    boolean isCancelled() {
        return context.isCancelled();
    }

    void progress(int done, int total, String step) {
        context.progress(done, total, step);
    }

    /** Retires what matches: idle ones now, and waits until they are gone; leased ones on release, or by force. */
    void retire(Predicate<Slot<R>> matching, RetirementReason reason, boolean force) {
        List<CompletableFuture<Boolean>> going = new ArrayList<>();
        for (Slot<R> slot : core.slots.snapshot()) {
            if (!matching.test(slot)) {
                continue;
            }
            if (isDryRun()) {
                foresee(slot, force);
                continue;
            }
            CompletableFuture<Boolean> gone = parts.retirement.retire(slot, reason);
            if (gone != null) {
                draft.retired(slot.name());
                going.add(gone);
            } else if (!force || !breaks.begin(slot, reason)) {
                draft.retiredLater(slot);
            }
        }
        going.forEach(this::awaitGone);
        awaitBroken();
    }

    /** Waits until a resource is closed. */
    void awaitGone(CompletableFuture<Boolean> gone) {
        waits.await(gone, "closed");
    }

    /** Waits until the places of all broken leases are free. */
    void awaitBroken() {
        breaks.await(this::awaitGone);
    }

    /** Adds broken leases whose end of work on the far side was not confirmed. */
    void mayStillRun(List<String> names) {
        breaks.mayStillRun(names);
    }

    /** Records the effect that the operation would have on the slot. */
    void foresee(Slot<R> slot, boolean force) {
        if (slot.state() != SlotState.LEASED) {
            draft.retired(slot.name());
        } else if (force) {
            breaks.foresee(slot);
        } else {
            draft.retiredOnRelease(slot);
        }
    }

    /** Records the effect that the operation would have on all slots, or that other code has on them. */
    void foreseeAll(boolean force) {
        core.slots.snapshot().forEach(slot -> foresee(slot, force));
    }

    /** Begins to break one lease; false if the lease has ended. {@link #awaitBroken} waits for the end. */
    boolean breakLease(Slot<R> slot, long lease, RetirementReason reason) {
        if (!isDryRun()) {
            return breaks.begin(slot, lease, reason);
        }
        boolean held = slot.isHeldBy(lease);
        if (held) {
            breaks.foresee(slot);
        }
        return held;
    }

    /**
     * Waits until no matching slot is leased, at most for this time.
     *
     * @return true if no matching slot is leased; otherwise the report names the holders
     */
    boolean awaitReleased(Predicate<Slot<R>> which, Duration patience) {
        Deadline end = Deadline.in(patience, core.ticker);
        List<Slot<R>> held = held(which);
        int most = held.size();
        while (!held.isEmpty() && waits.mayWait(end)) {
            progress(most - held.size(), most, "waiting for leases");
            waits.pause(end);
            held = held(which);
        }
        if (!held.isEmpty()) {
            noteHolders(which);
        }
        return held.isEmpty();
    }

    private List<Slot<R>> held(Predicate<Slot<R>> which) {
        return core.slots.snapshot().stream()
                .filter(slot -> slot.state() == SlotState.LEASED && which.test(slot))
                .toList();
    }

    /** Adds the holders of the matching slots to the report. */
    void noteHolders(Predicate<Slot<R>> which) {
        for (Slot<R> slot : held(which)) {
            Holding holding = slot.holding();
            draft.holder(slot.name() + (holding == null ? "" : " by " + Threads.nameOf(holding.thread())));
        }
    }

    /** Returns the report as of now. */
    OperationReport report() {
        return draft.report(breaks.report(), parts.condition.state().name());
    }
}
