package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, on workers, whether resources still work and makes them as good as new, and takes those out of the pool
 * that do not or cannot be.
 */
final class ResourceChecks<R> {

    private static final Duration GRACE = Duration.ofMillis(250);

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final Retirement<R> retirement;
    private final Circulation<R> circulation;
    private final CreationFailures<R> failures;
    private final Supply supply;

    ResourceChecks(
            PoolCore<R> core,
            Proof<R> proof,
            Retirement<R> retirement,
            Circulation<R> circulation,
            CreationFailures<R> failures,
            Supply supply) {
        this.core = core;
        this.proof = proof;
        this.retirement = retirement;
        this.circulation = circulation;
        this.failures = failures;
        this.supply = supply;
    }

    /**
     * Validates all that is idle, and hands out nothing before it was: one resource has turned out to be dead,
     * the others may be, too.
     */
    void suspectIdle() {
        suspectIdle(core.ticker.nanos());
    }

    private void suspectIdle(long asOf) {
        failures.suspect(asOf);
        core.slots.suspectIdle(asOf);
        for (Slot<R> slot = core.slots.pollStale(); slot != null; slot = core.slots.pollStale()) {
            check(slot, asOf, () -> {});
        }
    }

    /** Validates, on a worker, a slot that the caller owns in state {@link SlotState#CHECKING}. */
    void check(Slot<R> slot, long asOf, Runnable afterwards) {
        validate(slot, verdict -> {
            try {
                settle(slot, verdict, asOf);
            } finally {
                afterwards.run();
                supply.meetDemand();
            }
        });
    }

    /** The outcome of a validation. */
    enum Verdict {
        WORKS,
        DEAD,
        /** The validation has not ended within its limit; its thread may still be using the resource. */
        NO_ANSWER
    }

    /** Finds out, on a worker, whether the resource of a slot that the caller owns works, and says so in time. */
    void validate(Slot<R> slot, Consumer<Verdict> then) {
        core.checks.run(
                callLimit(), () -> validateInTime(slot), (works, failure) -> then.accept(verdict(works, failure)));
    }

    private boolean validateInTime(Slot<R> slot) throws Exception {
        Duration limit = core.config.validationTimeout();
        long start = core.ticker.nanos();
        return core.store.validate(slot.resource(), limit) && core.ticker.nanos() - start <= limit.toNanos();
    }

    private static Verdict verdict(@Nullable Boolean works, @Nullable Throwable failure) {
        if (isStuck(failure)) {
            return Verdict.NO_ANSWER;
        }
        return Boolean.TRUE.equals(works) ? Verdict.WORKS : Verdict.DEAD;
    }

    private static boolean isStuck(@Nullable Throwable failure) {
        return failure instanceof TimedCalls.NoAnswer none && none.isStuck();
    }

    /**
     * Returns the limit of a call of the store. Most stores keep their own limit, and know the failure better, so the
     * limit is longer.
     */
    private Duration callLimit() {
        return core.config.validationTimeout().plus(GRACE);
    }

    /**
     * Ends a validation: back into circulation, or out of the pool. If it is one of many that began at
     * {@code asOf}, what has passed since then need not do so again because another one failed.
     */
    void settle(Slot<R> slot, Verdict verdict, long asOf) {
        if (verdict == Verdict.WORKS) {
            core.events.slot(Type.VALIDATED, slot, null);
            slot.passed(core.ticker.nanos()); // after the event: no lease is stamped earlier than this
            proof.proven();
            circulation.putBack(slot, SlotState.CHECKING);
        } else if (takeOut(slot, verdict, RetirementReason.INVALID)) {
            suspectIdle(asOf);
        }
    }

    /** Returns false if the slot is not the caller's any more. */
    private boolean takeOut(Slot<R> slot, Verdict verdict, RetirementReason reason) {
        boolean mine = slot.move(SlotState.CHECKING, SlotState.CLOSING);
        if (mine && verdict == Verdict.NO_ANSWER) {
            retirement.abandon(slot, reason.equals(RetirementReason.INVALID) ? RetirementReason.NO_ANSWER : reason);
        } else if (mine) {
            retirement.close(slot, reason);
        }
        return mine;
    }

    /**
     * Takes away, on a worker, what the last lease left behind in a slot that the caller owns in state
     * {@link SlotState#CHECKING}; it goes back into circulation then. What cannot be reset in time is replaced.
     */
    void reset(Slot<R> slot) {
        core.checks.run(callLimit(), () -> resetInTime(slot), (done, failure) -> {
            if (failure != null) {
                resetFailed(slot, failure);
            } else if (Boolean.TRUE.equals(done)) {
                slot.passed(core.ticker.nanos()); // what answers works
                proof.proven();
                circulation.putBack(slot, SlotState.CHECKING);
            } else {
                takeOut(slot, Verdict.WORKS, RetirementReason.NOT_RESET);
            }
        });
    }

    private boolean resetInTime(Slot<R> slot) throws Exception {
        Duration limit = core.config.validationTimeout();
        long start = core.ticker.nanos();
        boolean done = core.store.reset(slot.resource(), limit);
        if (core.ticker.nanos() - start > limit.toNanos()) {
            throw new TimeoutException("no answer within " + SpanText.of(limit));
        }
        return done;
    }

    /** Retires a resource that could not be reset. If it does not work at all, the others may be dead, too. */
    private void resetFailed(Slot<R> slot, Throwable failure) {
        core.counters.validationFailures.increment();
        String words = RetirementReason.NOT_RESET + ": " + Secrets.words(failure);
        core.events.slot(Type.INVALID, slot, new EventDetail.Retired(RetirementReason.NOT_RESET, words));
        if (isStuck(failure)) {
            takeOut(slot, Verdict.NO_ANSWER, RetirementReason.NOT_RESET);
            suspectIdle();
            return;
        }
        validate(slot, verdict -> {
            if (verdict != Verdict.WORKS) {
                suspectIdle();
            }
            takeOut(slot, verdict, RetirementReason.NOT_RESET);
        });
    }
}
