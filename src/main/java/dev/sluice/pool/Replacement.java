package dev.sluice.pool;

import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Replaces resources at a pace. If there is room, creates a new resource before it closes the old one. */
final class Replacement<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final OperationWork<R> work;
    private long lastBegun;

    Replacement(PoolParts<R> parts, OperationWork<R> work) {
        this.parts = parts;
        this.core = parts.core;
        this.work = work;
    }

    /** Replaces these slots. Returns false if it stopped before the end; the other slots then stay in use. */
    boolean replaceAll(List<Slot<R>> old, Pace pace) {
        work.draft.want(old.size());
        if (work.isDryRun()) {
            old.forEach(slot -> work.foresee(slot, false));
            return true;
        }
        lastBegun = core.ticker.nanos() - pace.intervalNanos();
        for (int done = 0; done < old.size(); done += pace.atOnce()) {
            work.progress(done, old.size(), "replacing");
            replace(old.subList(done, Math.min(old.size(), done + pace.atOnce())), pace);
            if (work.draft.failed() > pace.mostFailures() || !work.waits.goesOn()) {
                work.draft.say("stopped: " + work.draft.error() + "; the other connections stay in use");
                return false;
            }
        }
        work.progress(old.size(), old.size(), "replaced");
        return true;
    }

    private void replace(List<Slot<R>> some, Pace pace) {
        List<@Nullable CompletableFuture<Slot<R>>> coming = new ArrayList<>();
        while (coming.size() < some.size() && awaitTurn(pace)) {
            coming.add(work.creations.begin(CreationPurpose.RENEW));
        }
        for (int i = 0; i < coming.size(); i++) {
            CompletableFuture<Slot<R>> replacement = coming.get(i);
            if (replacement == null) {
                makeRoom(some.get(i));
            } else if (work.creations.await(replacement)) {
                retireReplaced(some.get(i));
            }
        }
    }

    /** Retires a slot whose replacement exists: now, or when it is released. */
    private void retireReplaced(Slot<R> slot) {
        CompletableFuture<Boolean> gone = parts.retirement.retire(slot, RetirementReason.RENEWED);
        if (gone == null) {
            work.draft.retiredLater(slot);
        } else {
            work.draft.retired(slot.name());
            work.awaitGone(gone);
        }
    }

    /**
     * Replaces a slot without room for its replacement: an idle one is closed first, a leased one is replaced on
     * release.
     */
    private void makeRoom(Slot<R> slot) {
        if (!slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            CompletableFuture<Boolean> gone = parts.retirement.retire(slot, RetirementReason.RENEW);
            if (gone == null) {
                work.draft.retiredLater(slot);
            } else {
                work.draft.retired(slot.name());
            }
            return;
        }
        work.draft.retired(slot.name());
        work.awaitGone(parts.retirement.close(slot, RetirementReason.RENEWED));
        CompletableFuture<Slot<R>> replacement = work.creations.begin(CreationPurpose.RENEW);
        if (replacement != null && !work.creations.await(replacement)) {
            parts.growth.owe(); // it went first: the pool would stay smaller than it was
        }
    }

    /** Waits for the next turn; returns false if the operation has to stop. */
    private boolean awaitTurn(Pace pace) {
        long left = pace.intervalNanos() - (core.ticker.nanos() - lastBegun);
        if (left > 0) {
            work.waits.rest(left, core::isServing);
        }
        lastBegun = core.ticker.nanos();
        return work.waits.goesOn();
    }
}
