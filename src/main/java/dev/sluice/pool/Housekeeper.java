package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Starts a pool, and maintains it at regular intervals. Thread-safe. */
final class Housekeeper<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private @Nullable Scheduled schedule; // Guarded by this
    private @Nullable Duration interval; // Guarded by this; null before the start and after the stop

    Housekeeper(PoolParts<R> parts) {
        this.parts = parts;
        this.core = parts.core;
    }

    CompletableFuture<Void> start() {
        if (!core.isServing()) {
            return CompletableFuture.completedFuture(null);
        }
        int min = core.config.minSize();
        // a server that rejects the password may lock the account: a few attempts are made first, not all at once
        CompletableFuture<Void> few = createInitial(1, Math.min(min, LastFailure.FREE_ATTEMPTS));
        beginTicks();
        return few.thenCompose(none -> createInitial(LastFailure.FREE_ATTEMPTS + 1, min))
                .thenRun(this::started);
    }

    private CompletableFuture<Void> createInitial(int from, int to) {
        List<CompletableFuture<?>> attempts = new ArrayList<>();
        // without a turn the minimum follows at the pace of the policy
        for (int i = from; i <= to && parts.failures.pace().tryTake(); i++) {
            int number = i;
            CompletableFuture<Slot<R>> attempt = parts.creation.createNow(CreationPurpose.INITIAL, false);
            if (attempt == null) {
                parts.failures.pace().giveBack();
            } else {
                attempts.add(attempt.handle((slot, failure) -> {
                    if (failure != null) {
                        core.events.pool(Type.INITIAL_CREATION_FAILED, number, FailureText.of(failure));
                    }
                    return null;
                }));
            }
        }
        return CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new));
    }

    /** Begins the maintenance after an operation has created the first resources. Growth creates the others. */
    void takeOver() {
        beginTicks();
        started();
        parts.growth.meetDemand();
    }

    private synchronized void beginTicks() {
        schedule(core.config.maintenanceInterval());
        if (!core.isServing()) {
            stop(); // RACE: the pool may have closed in the meantime, before there was a schedule to stop
        }
    }

    /** Applies a new maintenance interval, which begins now. Does nothing before the start or for an equal interval. */
    synchronized void reschedule() {
        Duration wanted = core.config.maintenanceInterval();
        if (interval != null && !interval.equals(wanted)) {
            schedule(wanted);
        }
    }

    private synchronized void schedule(Duration wanted) {
        stop();
        interval = wanted;
        schedule = wanted.equals(AcquireRequest.FOREVER) ? null : core.timer.every(wanted, this::tick);
    }

    private void started() {
        parts.policies.started();
        core.move(PoolState.STARTING, PoolState.RUNNING);
        int size = core.slots.size();
        int min = core.config.minSize();
        if (size < min) {
            core.events.pool(Type.INITIALIZED, size, "fewer than the minimum of " + min + why());
        } else {
            core.events.pool(Type.INITIALIZED, size);
        }
        if (parts.failures.last() == null && core.counters.creationFailures.sum() == 0) {
            parts.growth.meetDemand();
        } // otherwise each failure has scheduled another attempt
    }

    private String why() {
        LastFailure failure = parts.failures.last();
        return failure == null ? "" : ": " + LastFailure.text(failure.cause());
    }

    synchronized void stop() {
        interval = null;
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
    }

    /** Maintains the pool once. Never blocks: workers do all work that takes time. */
    void tick() {
        if (core.state() != PoolState.RUNNING) {
            return;
        }
        core.wall.adjust();
        core.events.askListeners();
        forget();
        parts.replacement.run();
        int expired = retireOld();
        shrink();
        retireIdle();
        parts.leaks.report();
        parts.growth.reviewFailure();
        validateIdle(expired);
    }

    private int retireOld() {
        int retired = 0;
        for (Slot<R> slot = core.slots.pollUnusable(); slot != null; slot = core.slots.pollUnusable()) {
            RetirementReason reason = slot.retirement();
            parts.retirement.close(slot, reason == null ? RetirementReason.LIFETIME : reason);
            retired++;
        }
        return retired;
    }

    /**
     * Closes idle resources beyond a lowered maximum now. Leased resources are closed at their release.
     *
     * @return the names of the resources closed now
     */
    List<String> shrink() {
        List<String> names = new ArrayList<>();
        while (core.slots.size() > core.config.maxSize()) {
            Slot<R> slot = core.slots.takeYoungestIdle();
            if (slot == null) {
                break;
            }
            names.add(slot.name());
            parts.retirement.close(slot, RetirementReason.SHRUNK);
        }
        parts.surplus.trim();
        return names;
    }

    /** Returns the names of the resources that this maximum would remove. */
    List<String> beyond(int max) {
        List<Slot<R>> all = new ArrayList<>(core.slots.snapshot());
        Collections.reverse(all);
        return all.stream()
                .filter(slot -> slot.state() == SlotState.IDLE)
                .map(Slot::name)
                .limit(Math.max(0, all.size() - max))
                .toList();
    }

    private void retireIdle() {
        long limit = core.config.idleTimeout().toNanos();
        int kept = Math.max(core.config.minSize(), core.kept.at(core.ticker.nanos(), limit));
        while (limit > 0 && core.slots.size() > kept) {
            Slot<R> slot = newestIdle(limit);
            if (slot == null) {
                return;
            }
            parts.retirement.close(slot, RetirementReason.IDLE);
        }
    }

    /**
     * Takes the youngest slot that was idle for this time. Young slots are used least, as old ones are leased first.
     */
    private @Nullable Slot<R> newestIdle(long idleNanos) {
        long now = core.ticker.nanos();
        List<Slot<R>> all = core.slots.snapshot();
        for (int i = all.size() - 1; i >= 0; i--) {
            Slot<R> slot = all.get(i);
            if (slot.state() == SlotState.IDLE
                    && slot.sinceUseNanos(now) >= idleNanos
                    && slot.move(SlotState.IDLE, SlotState.CLOSING)) {
                return slot;
            }
        }
        return null;
    }

    /** Forgets hints of busier times. Forgets threads of slots unused for an interval, because they may have ended. */
    private void forget() {
        core.slots.forgetHints();
        long now = core.ticker.nanos();
        long quiet = core.config.maintenanceInterval().toNanos();
        for (Slot<R> slot : core.slots.snapshot()) {
            if (slot.lastThreadIsKnown()
                    && slot.sinceUseNanos(now) > quiet
                    && slot.move(SlotState.IDLE, SlotState.CHECKING)) {
                slot.forgetHolder();
                slot.forgetAcquire();
                parts.circulation.putBack(slot, SlotState.CHECKING);
            }
        }
    }

    /** Validates resources without a recent proof. After all answers, publishes the numbers and retires dead ones. */
    private void validateIdle(int expired) {
        long limit = core.config.backgroundValidation().toNanos();
        long now = core.ticker.nanos();
        Queue<Dead<R>> dead = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<?>> checks = new ArrayList<>();
        Slot<R> slot = limit == 0 ? null : takeUnproven(now, limit);
        for (; slot != null; slot = takeUnproven(now, limit)) {
            checks.add(check(slot, dead, now));
        }
        CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new)).thenRun(() -> finish(dead, expired, now));
    }

    private @Nullable Slot<R> takeUnproven(long now, long limit) {
        return core.slots.take(candidate -> candidate.sinceProofNanos(now) > limit, SlotState.CHECKING);
    }

    /** A slot that has failed its validation. */
    private record Dead<R>(Slot<R> slot, ResourceChecks.Verdict verdict) {}

    private CompletableFuture<Void> check(Slot<R> slot, Queue<Dead<R>> dead, long asOf) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        parts.checks.validate(slot, CheckMoment.BACKGROUND, verdict -> {
            try {
                if (verdict == ResourceChecks.Verdict.WORKS || verdict == ResourceChecks.Verdict.REJECTED) {
                    parts.checks.settle(slot, verdict, asOf);
                } else {
                    dead.add(new Dead<>(slot, verdict));
                }
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    private void finish(Queue<Dead<R>> dead, int expired, long asOf) {
        List<Slot<R>> left = core.slots.snapshot();
        int total = left.size() - dead.size();
        int leased = (int)
                left.stream().filter(slot -> slot.state() == SlotState.LEASED).count();
        core.events.pool(Type.STATUS, total, new EventDetail.CheckNumbers(total, leased, dead.size() + expired));
        dead.forEach(each -> parts.checks.settle(each.slot(), each.verdict(), asOf));
        core.gate.supplied(); // serves waiters even if an earlier call was missed
        parts.growth.meetDemand();
    }
}
