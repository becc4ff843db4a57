package dev.sluice.pool;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The creations of one operation, which begins them and waits for them. In a dry run none is begun. Used by one thread.
 */
final class OperationCreations<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final OperationName operation;
    private final OperationContext context;
    private final ReportDraft draft;
    private final StepWaits waits;
    private int untried;
    private boolean triedInVain;
    private boolean hasTriedLogin;
    private @Nullable String failure;

    OperationCreations(
            PoolParts<R> parts, OperationName operation, OperationContext context, ReportDraft draft, StepWaits waits) {
        this.parts = parts;
        this.core = parts.core;
        this.operation = operation;
        this.context = context;
        this.draft = draft;
        this.waits = waits;
    }

    /** Creates that many, as far as there is room, and waits for them. */
    void create(int count) {
        create(count, Math.max(1, count));
    }

    /** Creates as {@link #create(int)} does, with a maximum number of creations at the same time. */
    void create(int count, int atOnce) {
        draft.want(draft.wanted() + Math.max(0, count));
        if (context.isDryRun()) {
            return;
        }
        int begun = 0;
        while (begun < count && waits.goesOn() && isServing()) {
            int turn = Math.min(atOnce, count - begun);
            List<CompletableFuture<Slot<R>>> coming = beginAll(turn);
            coming.forEach(this::await);
            begun += coming.size();
            context.progress(draft.created(), draft.wanted(), "creating");
            if (coming.size() < turn) {
                break;
            }
        }
        if (begun < count) {
            draft.sayIfSilent((count - begun) + " will be created when leases end and there is room");
        }
    }

    private List<CompletableFuture<Slot<R>>> beginAll(int turn) {
        List<CompletableFuture<Slot<R>>> coming = new ArrayList<>();
        for (int i = 0; i < turn; i++) {
            CompletableFuture<Slot<R>> one = begin(CreationPurpose.of(operation));
            if (one != null) {
                coming.add(one);
            }
        }
        return coming;
    }

    /** Creates up to the minimum. Resources that are being created for callers count toward it, and are waited for. */
    void refill() {
        String said = draft.message();
        create(parts.growth.missing());
        waits.repeatWhile(this::isFilling, () -> {
            draft.want(draft.created() + draft.failed());
            draft.say(said);
            create(parts.growth.missing());
        });
        draft.missing(Math.max(0, belowMinimum()));
    }

    private int belowMinimum() {
        return context.isDryRun() || core.keptEmpty ? 0 : core.config.minSize() - core.slots.size();
    }

    private boolean isFilling() {
        boolean coming = core.counters.creating.get() > 0 || core.counters.closing.get() > 0;
        boolean possible = parts.growth.missing() > 0 && core.room.taken() < core.config.maxSize();
        return belowMinimum() > 0 && draft.error() == null && (coming || possible) && core.isServing();
    }

    /**
     * Begins to create one, however long attempts are held back; null without room. An attempt that could lock an account
     * is made alone and waited for. After failures that do not pass by themselves this is the first attempt; if it
     * fails, the others are not tried.
     */
    @Nullable
    CompletableFuture<Slot<R>> begin(CreationPurpose purpose) {
        if (!awaitTurn()) {
            return CompletableFuture.failedFuture(new IllegalStateException(draft.error()));
        }
        boolean lasting = !triedInVain && parts.failures.areLasting();
        boolean isAlone = lasting || mayBeRejected();
        CompletableFuture<Slot<R>> attempt = parts.creation.createNow(purpose, lasting);
        if (attempt == null) {
            parts.failures.pace().giveBack();
        }
        if (isAlone && attempt != null) {
            hasTriedLogin = true;
            triedInVain |= waits.outcomeOf(attempt, "created") != null && parts.failures.areLasting();
        }
        return attempt;
    }

    /** Waits for the turn of a creation by the pace of the pool; returns false if the operation has to stop. */
    private boolean awaitTurn() {
        long lacking = parts.failures.pace().take();
        while (lacking > 0 && waits.goesOn() && isServing()) {
            if (Thread.currentThread().isInterrupted()) {
                draft.fail("interrupted");
                return false;
            }
            context.progress(
                    draft.created(),
                    draft.wanted(),
                    "waiting for the pace of creations, next in " + SpanText.of(Duration.ofNanos(lacking)));
            waits.rest(lacking, core::isServing);
            lacking = parts.failures.pace().take();
        }
        return lacking == 0;
    }

    /** Returns whether the pool serves; if not, notes that the operation ends with the pool. */
    private boolean isServing() {
        boolean serves = core.isServing();
        if (!serves) {
            draft.fail(new PoolClosed(core.name).getMessage());
        }
        return serves;
    }

    /** Returns whether the server may reject the next login: it is the first, or the last one was rejected. */
    private boolean mayBeRejected() {
        return core.traits.logsIn() && (!hasTriedLogin || parts.failures.areRejections());
    }

    /** Waits for one that is being created; returns false if the creation fails. */
    boolean await(CompletableFuture<Slot<R>> creation) {
        String problem = waits.outcomeOf(creation, "created");
        if (problem == null) {
            draft.addCreated();
            return true;
        }
        draft.addFailed();
        if (isUntried(creation)) {
            String text = ++untried + " " + problem;
            draft.fail(failure == null ? text : failure + "; " + text);
        } else {
            failure = problem;
            draft.fail(problem);
        }
        return false;
    }

    private static boolean isUntried(CompletableFuture<?> creation) {
        return creation.isCompletedExceptionally()
                && creation.handle((none, why) -> why instanceof AttemptWithheld)
                        .join();
    }

    /** Leaves missing creations to later attempts of the pool, unless the operation was stopped. */
    void leaveRest() {
        if (draft.error() != null && waits.goesOn()) {
            draft.say("created " + draft.created() + " of " + draft.wanted() + "; the others are tried again: "
                    + draft.error());
            draft.fail(null);
        }
    }
}
