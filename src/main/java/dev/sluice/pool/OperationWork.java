package dev.sluice.pool;

import dev.sluice.pool.operation.BrokenLease;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The steps that operations are made of, and the report that grows with them. In a dry run no step changes anything.
 * Used by one thread.
 */
final class OperationWork<R> {

    /** Maximum wait of an operation for a step; after it, the operation is not complete. */
    private static final Duration STEP = Duration.ofSeconds(30);

    private static final long LOOK_NANOS = 2_000_000;

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final OperationName operation;
    private final OperationContext context;
    private final Deadline deadline;
    private final Instant startedAt;
    private final long startNanos;
    private final int before;
    private final List<String> retired = new ArrayList<>();
    private final List<String> retireOnRelease = new ArrayList<>();
    private final LeaseBreaks<R> breaks;
    private final List<String> holders = new ArrayList<>();
    private int wanted;
    private int created;
    private int failed;
    private int untried;
    private boolean triedInVain;
    private boolean hasTriedLogin;
    private @Nullable String failure;
    private @Nullable String error;
    private @Nullable String message;
    private int missing;

    OperationWork(PoolParts<R> parts, OperationName operation, OperationContext context) {
        this.parts = parts;
        this.core = parts.core;
        this.operation = operation;
        this.context = context;
        this.startedAt = core.ticker.instant();
        this.startNanos = core.ticker.nanos();
        this.before = core.slots.size();
        this.breaks = new LeaseBreaks<>(core, parts.retirement);
        Duration limit = context.limit();
        this.deadline = limit == null ? Deadline.never(core.ticker) : Deadline.in(limit, core.ticker);
    }

    /** Returns whether nothing may be changed. */
    boolean isDryRun() {
        return context.isDryRun();
    }

    boolean isCancelled() {
        return context.isCancelled();
    }

    void say(@Nullable String words) {
        message = words;
    }

    /** Puts words before what is said already. */
    void sayFirst(String words) {
        String rest = error == null ? message : error;
        message = rest == null ? words : words + "; " + rest;
    }

    void want(int count) {
        wanted = count;
    }

    void progress(int done, int total, String step) {
        context.progress(done, total, step);
    }

    @Nullable
    String error() {
        return error;
    }

    int failed() {
        return failed;
    }

    /** Returns whether there is time for more; if not, notes why the operation stops here. */
    boolean goesOn() {
        if (context.isCancelled()) {
            error = "cancelled";
        } else if (deadline.isExpired()) {
            error = "the deadline of " + SpanText.exact(deadline.length()) + " has passed";
        } else {
            return true;
        }
        return false;
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
                retired.add(slot.name());
                going.add(gone);
            } else if (!force || !breaks.begin(slot, reason)) {
                noteLater(slot);
            }
        }
        going.forEach(this::awaitGone);
        awaitBroken();
    }

    /** Waits until the places of all broken leases are free. */
    void awaitBroken() {
        breaks.await(this::awaitGone);
    }

    /** Adds broken leases whose work on the far side was not seen to end. */
    void mayStillRun(List<String> names) {
        breaks.mayStillRun(names);
    }

    /** Notes what would happen to the slot. */
    void foresee(Slot<R> slot, boolean force) {
        if (slot.state() == SlotState.LEASED) {
            if (force) {
                breaks.foresee(slot);
            } else {
                retireOnRelease.add(slot.name());
            }
        } else {
            retired.add(slot.name());
        }
    }

    /** Notes what would happen to all slots, or happens to them by other steps than these. */
    void foreseeAll(boolean force) {
        core.slots.snapshot().forEach(slot -> foresee(slot, force));
    }

    /** Notes a slot that is closed when its owner has finished, unless it is gone already. */
    private void noteLater(Slot<R> slot) {
        SlotState state = slot.state();
        if (state != SlotState.CLOSING && state != SlotState.CLOSED) {
            retireOnRelease.add(slot.name());
        }
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

    /** Notes resources that are being retired, or would be. */
    void retiring(List<String> names) {
        retired.addAll(names);
    }

    /** Notes a resource that was found dead by a validation, and is gone. */
    void dead(String name) {
        retired.add(name);
    }

    /** Creates that many, as far as there is room, and waits for them. */
    void create(int count) {
        create(count, Math.max(1, count));
    }

    /** Creates as {@link #create(int)} does, with a maximum number of creations at the same time. */
    void create(int count, int atOnce) {
        wanted += Math.max(0, count);
        int begun = 0;
        while (!isDryRun() && begun < count && goesOn()) {
            int turn = Math.min(atOnce, count - begun);
            List<CompletableFuture<Slot<R>>> coming = new ArrayList<>();
            for (int i = 0; i < turn; i++) {
                CompletableFuture<Slot<R>> one = begin(CreationPurpose.of(operation));
                if (one != null) {
                    coming.add(one);
                }
            }
            coming.forEach(this::await);
            begun += coming.size();
            progress(created, wanted, "creating");
            if (coming.size() < turn) {
                break;
            }
        }
        if (!isDryRun() && begun < count && message == null && error == null) {
            message = (count - begun) + " will be created when leases end and there is room";
        }
    }

    /** Creates up to the minimum. Resources that are being created for callers count toward it, and are waited for. */
    void refill() {
        String said = message;
        create(parts.growth.missing());
        // a number of looks, not a deadline: it also ends where time stands still
        for (long looks = STEP.toNanos() / LOOK_NANOS; looks > 0 && isFilling() && goesOn(); looks--) {
            core.ticker.park(this, LOOK_NANOS);
            wanted = created + failed;
            message = said;
            create(parts.growth.missing());
        }
        missing = Math.max(0, belowMinimum());
    }

    private int belowMinimum() {
        return isDryRun() || core.keptEmpty ? 0 : core.config.minSize() - core.slots.size();
    }

    private boolean isFilling() {
        boolean coming = core.counters.creating.get() > 0 || core.counters.closing.get() > 0;
        boolean possible = parts.growth.missing() > 0 && core.room.taken() < core.config.maxSize();
        return belowMinimum() > 0 && error == null && (coming || possible) && core.isServing();
    }

    /**
     * Begins to create one, however long attempts are held back; null without room. An attempt that could lock an account
     * is made alone and waited for. After failures that do not pass by themselves this is the first attempt; if it
     * fails, the others are not tried.
     */
    @Nullable
    CompletableFuture<Slot<R>> begin(CreationPurpose purpose) {
        boolean lasting = !triedInVain && parts.failures.areLasting();
        boolean isAlone = lasting || mayBeRejected();
        CompletableFuture<Slot<R>> attempt = parts.creation.createNow(purpose, lasting);
        if (isAlone && attempt != null) {
            hasTriedLogin = true;
            triedInVain |= outcomeOf(attempt, "created") != null && parts.failures.areLasting();
        }
        return attempt;
    }

    /** Returns whether the server may reject the next login: it is the first, or the last one was rejected. */
    private boolean mayBeRejected() {
        return core.traits.logsIn() && (!hasTriedLogin || parts.failures.areRejections());
    }

    /** Waits for one that is being created; false if that fails. */
    boolean await(CompletableFuture<Slot<R>> creation) {
        String problem = outcomeOf(creation, "created");
        if (problem == null) {
            created++;
            return true;
        }
        failed++;
        if (isUntried(creation)) {
            String text = ++untried + " " + problem;
            error = failure == null ? text : failure + "; " + text;
        } else {
            failure = problem;
            error = problem;
        }
        return false;
    }

    private static boolean isUntried(CompletableFuture<?> creation) {
        return creation.isCompletedExceptionally()
                && creation.handle((none, why) -> why instanceof AttemptWithheld)
                        .join();
    }

    /** Returns null once the step has succeeded; otherwise the failure. */
    private @Nullable String outcomeOf(CompletableFuture<?> step, String participle) {
        long patience = Math.min(STEP.toNanos(), deadline.remainingNanos());
        try {
            if (context.await(step, patience)) {
                step.get();
                return null;
            }
            String within = SpanText.of(Duration.ofNanos(patience));
            return context.isCancelled() ? "cancelled" : "not " + participle + " within " + within;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Secrets.words(cause == null ? e : cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Retires a slot whose replacement exists: now, or when it is released. */
    void retireReplaced(Slot<R> slot) {
        CompletableFuture<Boolean> gone = parts.retirement.retire(slot, RetirementReason.RENEWED);
        if (gone == null) {
            noteLater(slot);
        } else {
            retired.add(slot.name());
            awaitGone(gone);
        }
    }

    /**
     * Replaces a slot without room for its replacement: an idle one is closed first, a leased one is replaced on
     * release.
     */
    boolean makeRoom(Slot<R> slot) {
        if (!slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            CompletableFuture<Boolean> gone = parts.retirement.retire(slot, RetirementReason.RENEW);
            if (gone == null) {
                noteLater(slot);
            } else {
                retired.add(slot.name());
            }
            return true;
        }
        retired.add(slot.name());
        awaitGone(parts.retirement.close(slot, RetirementReason.RENEWED));
        CompletableFuture<Slot<R>> replacement = begin(CreationPurpose.RENEW);
        boolean replaced = replacement == null || await(replacement);
        if (!replaced) {
            parts.growth.owe(); // it went first: the pool would stay smaller than it was
        }
        return replaced;
    }

    /** Leaves missing creations to later attempts of the pool, unless the operation was stopped. */
    void leaveRest() {
        if (error != null && goesOn()) {
            message = "created " + created + " of " + wanted + "; the others are tried again: " + error;
            error = null;
        }
    }

    /** Notes the reason why the operation is incomplete. */
    void fail(String why) {
        error = why;
    }

    private void awaitGone(CompletableFuture<Boolean> gone) {
        awaitStep(gone, "closed");
    }

    /** Waits for a step; if it does not get there, the operation is not complete. */
    void awaitStep(CompletableFuture<?> step, String participle) {
        String problem = outcomeOf(step, participle);
        if (problem != null) {
            error = problem;
        }
    }

    /**
     * Waits until none of these is leased, but not for longer than that.
     *
     * @return whether none is; if not, the report names the holders
     */
    boolean awaitReleased(Predicate<Slot<R>> which, Duration patience) {
        Deadline end = Deadline.in(patience, core.ticker);
        List<Slot<R>> held = held(which);
        int most = held.size();
        while (!held.isEmpty()
                && !end.isExpired()
                && goesOn()
                && !Thread.currentThread().isInterrupted()) {
            progress(most - held.size(), most, "waiting for leases");
            core.ticker.park(this, Math.min(LOOK_NANOS, end.remainingNanos()));
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

    /** Names those who hold one of these. */
    void noteHolders(Predicate<Slot<R>> which) {
        for (Slot<R> slot : held(which)) {
            Holding holding = slot.holding();
            holders.add(slot.name() + (holding == null ? "" : " by " + Threads.nameOf(holding.thread())));
        }
    }

    /** Waits for that long, unless the operation is to stop. */
    void rest(long nanos) {
        Deadline end = Deadline.in(Duration.ofNanos(nanos), core.ticker);
        while (!end.isExpired() && goesOn() && !Thread.currentThread().isInterrupted()) {
            core.ticker.park(this, Math.min(10 * LOOK_NANOS, end.remainingNanos()));
        }
    }

    OperationReport report() {
        List<BrokenLease> broken = breaks.report();
        int running = (int) broken.stream().filter(BrokenLease::mayStillRun).count();
        int after = core.slots.size();
        Shortfall shortfall = new Shortfall(running, broken.size(), missing, core.config.minSize());
        return OperationReport.of(context.id(), operation.text(), core.name)
                .dryRun(isDryRun())
                .times(startedAt, (core.ticker.nanos() - startNanos) / 1e6)
                .state(parts.condition.state().name())
                .sizes(before, after)
                .retired(retired, retireOnRelease)
                .broken(broken)
                .creations(wanted, created, failed)
                .holders(holders)
                .complete(error == null && shortfall.isNone())
                .message(shortfall.after(said()))
                .build();
    }

    /** Returns what the operation says, and what went wrong unless that is a part of it. */
    private @Nullable String said() {
        if (error == null || message == null) {
            return message == null ? error : message;
        }
        return message.contains(error) ? message : message + "; " + error;
    }
}
