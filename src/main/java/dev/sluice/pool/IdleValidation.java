package dev.sluice.pool;

import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Validates all idle resources on workers at the same time. */
final class IdleValidation<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final OperationWork<R> work;

    IdleValidation(PoolParts<R> parts, OperationWork<R> work) {
        this.parts = parts;
        this.core = parts.core;
        this.work = work;
    }

    /**
     * Validates the idle resources and retires the dead ones. Leased resources are left alone.
     */
    void validateIdle() {
        if (work.isDryRun()) {
            long idle = core.slots.snapshot().stream()
                    .filter(slot -> slot.state() == SlotState.IDLE)
                    .count();
            work.draft.say("would validate " + idle + " idle, and leave " + core.slots.leased() + " in use alone");
            return;
        }
        long asOf = core.ticker.nanos();
        List<CompletableFuture<Void>> checks = new ArrayList<>();
        Queue<String> dead = new ConcurrentLinkedQueue<>();
        AtomicInteger answers = new AtomicInteger();
        Set<Slot<R>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Slot<R> slot = takeIdle(seen);
        for (; slot != null; slot = takeIdle(seen)) {
            checks.add(check(slot, asOf, dead, answers));
        }
        for (CompletableFuture<Void> check : checks) {
            work.progress(answers.get(), checks.size(), "validating");
            work.waits.await(check, "validated");
        }
        work.draft.retired(List.copyOf(dead));
        work.draft.say("validated " + checks.size() + " idle, " + dead.size() + " did not work; " + core.slots.leased()
                + " in use were left alone");
    }

    /** Takes each idle slot once. A slot that passes is idle again before the last slot has been taken. */
    private @Nullable Slot<R> takeIdle(Set<Slot<R>> seen) {
        return core.slots.take(seen::add, SlotState.CHECKING);
    }

    private CompletableFuture<Void> check(Slot<R> slot, long asOf, Queue<String> dead, AtomicInteger answers) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        parts.checks.validate(slot, CheckMoment.BACKGROUND, verdict -> {
            try {
                if (verdict != ResourceChecks.Verdict.WORKS) {
                    dead.add(slot.name());
                }
                parts.checks.settle(slot, verdict, asOf);
            } finally {
                answers.incrementAndGet();
                done.complete(null);
            }
        });
        return done;
    }
}
