package dev.sluice.pool;

import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Replaces resources at a pace, new before old where there is room. */
final class Replacement<R> {

    private final PoolCore<R> core;
    private final OperationWork<R> work;
    private long lastBegun;

    Replacement(PoolCore<R> core, OperationWork<R> work) {
        this.core = core;
        this.work = work;
    }

    /** Replaces these slots; returns false if it stopped before the end, and the rest stays in use. */
    boolean replaceAll(List<Slot<R>> old, Pace pace) {
        work.want(old.size());
        if (work.isDryRun()) {
            old.forEach(slot -> work.foresee(slot, false));
            return true;
        }
        lastBegun = core.ticker.nanos() - pace.intervalNanos();
        for (int done = 0; done < old.size(); done += pace.atOnce()) {
            work.progress(done, old.size(), "replacing");
            replace(old.subList(done, Math.min(old.size(), done + pace.atOnce())), pace);
            if (work.failed() > pace.mostFailures() || !work.goesOn()) {
                work.say("stopped: " + work.error() + "; what was not replaced stays in use");
                return false;
            }
        }
        work.progress(old.size(), old.size(), "replaced");
        return true;
    }

    private void replace(List<Slot<R>> some, Pace pace) {
        List<@Nullable CompletableFuture<Slot<R>>> coming = new ArrayList<>();
        while (coming.size() < some.size() && awaitTurn(pace)) {
            coming.add(work.begin(CreationPurpose.RENEW));
        }
        for (int i = 0; i < coming.size(); i++) {
            CompletableFuture<Slot<R>> replacement = coming.get(i);
            if (replacement == null) {
                work.makeRoom(some.get(i));
            } else if (work.await(replacement)) {
                work.retireReplaced(some.get(i));
            }
        }
    }

    /** Waits for the next turn; returns false if the operation has to stop. */
    private boolean awaitTurn(Pace pace) {
        long left = pace.intervalNanos() - (core.ticker.nanos() - lastBegun);
        if (left > 0) {
            work.rest(left);
        }
        lastBegun = core.ticker.nanos();
        return work.goesOn();
    }
}
