package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.policy.CheckMoment;
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
 * Validates and resets resources on workers. Retires resources that do not work or cannot be reset. Thread-safe.
 */
final class ResourceChecks<R> {

    private static final Duration GRACE = Duration.ofMillis(250);

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final Retirement<R> retirement;
    private final Circulation<R> circulation;
    private final CustomChecks<R> customChecks;
    private final CreationFailures<R> failures;
    private final Supply supply;

    ResourceChecks(
            PoolCore<R> core,
            Proof<R> proof,
            Retirement<R> retirement,
            Circulation<R> circulation,
            CustomChecks<R> customChecks,
            CreationFailures<R> failures,
            Supply supply) {
        this.core = core;
        this.proof = proof;
        this.retirement = retirement;
        this.circulation = circulation;
        this.customChecks = customChecks;
        this.failures = failures;
        this.supply = supply;
    }

    /**
     * Validates all idle resources, because one resource was found dead and the others may be, too. No idle resource is
     * leased before its validation.
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

    /**
     * Validates, on a worker, a slot that the caller owns in state {@link SlotState#CHECKING}. A slot that is kept for a
     * tenant is reset instead, because a reset shows as much.
     */
    void check(Slot<R> slot, long asOf, Runnable afterwards) {
        if (slot.isUnreset() && !customChecks.isOn(CheckMoment.ACQUIRE)) {
            reset(slot, () -> {
                afterwards.run();
                supply.meetDemand();
            });
            return;
        }
        validate(slot, CheckMoment.ACQUIRE, verdict -> {
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
        /** The validation has not ended within its limit; its thread may still use the resource. */
        NO_ANSWER,
        /** A check of the application, or the reset before it, has failed. The slot has been retired. */
        REJECTED
    }

    /**
     * Validates, on a worker, the resource of a slot that the caller owns, and lets the application check it if it does
     * so at this moment. Passes the verdict to {@code then}. The application checks a resource that is kept for a tenant
     * after its reset, never in the state of the tenant.
     */
    void validate(Slot<R> slot, CheckMoment moment, Consumer<Verdict> then) {
        if (!customChecks.isOn(moment)) {
            validate(slot, then);
        } else if (slot.isUnreset()) {
            core.checks.run(
                    callLimit(),
                    () -> resetInTime(slot),
                    (done, failure) -> checkByApplication(
                            slot, isReset(slot, done, failure) ? Verdict.WORKS : Verdict.REJECTED, then));
        } else {
            validate(slot, verdict -> checkByApplication(slot, verdict, then));
        }
    }

    private void checkByApplication(Slot<R> slot, Verdict verdict, Consumer<Verdict> then) {
        if (verdict == Verdict.WORKS) {
            proof.proven();
            customChecks.run(slot, reason -> then.accept(reason == null ? Verdict.WORKS : Verdict.REJECTED));
        } else {
            then.accept(verdict);
        }
    }

    private void validate(Slot<R> slot, Consumer<Verdict> then) {
        core.checks.run(
                callLimit(), () -> validateInTime(slot), (works, failure) -> then.accept(verdict(works, failure)));
    }

    private boolean validateInTime(Slot<R> slot) throws Exception {
        if (core.faults.failsValidation(slot.name())) {
            return false;
        }
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
     * Returns the limit of a call of the store. Most stores keep their own limit and describe the failure better, so
     * this limit is longer.
     */
    private Duration callLimit() {
        return core.config.validationTimeout().plus(GRACE);
    }

    /**
     * Ends a validation: puts the slot back into circulation, or retires it. After a failure, suspects the idle
     * resources that have not passed a validation since {@code asOf}.
     */
    void settle(Slot<R> slot, Verdict verdict, long asOf) {
        if (verdict == Verdict.WORKS) {
            core.events.slot(Type.VALIDATED, slot, null);
            slot.passed(core.ticker.nanos()); // after the event, so that no lease has an earlier time
            proof.proven();
            circulation.putBack(slot, SlotState.CHECKING);
        } else if (verdict != Verdict.REJECTED && takeOut(slot, verdict, RetirementReason.INVALID)) {
            suspectIdle(asOf);
        }
    }

    /** Retires a slot after its check. Returns false if the caller does not own the slot any more. */
    private boolean takeOut(Slot<R> slot, Verdict verdict, RetirementReason reason) {
        boolean mine = slot.move(SlotState.CHECKING, SlotState.CLOSING);
        if (mine && verdict == Verdict.NO_ANSWER) {
            retirement.abandon(slot, reason.equals(RetirementReason.INVALID) ? RetirementReason.NO_ANSWER : reason);
        } else if (mine) {
            retirement.close(slot, reason);
        }
        return mine;
    }

    /** Puts a slot that the caller owns back into circulation after its lease, after the checks of the application. */
    void returned(Slot<R> slot) {
        if (customChecks.isOn(CheckMoment.RETURN)) {
            customChecks.run(slot, reason -> {
                if (reason == null) {
                    circulation.putBack(slot, SlotState.CHECKING);
                }
            });
        } else {
            circulation.putBack(slot, SlotState.CHECKING);
        }
    }

    /**
     * Resets, on a worker, a slot that the caller owns in state {@link SlotState#CHECKING}, and puts it back into
     * circulation. A resource that cannot be reset in time is retired.
     */
    void reset(Slot<R> slot) {
        reset(slot, () -> {});
    }

    /** Resets a slot as {@link #reset(Slot)} does, and runs an action after the reset or its failure. */
    void reset(Slot<R> slot, Runnable afterwards) {
        core.checks.run(callLimit(), () -> resetInTime(slot), (done, failure) -> {
            try {
                if (isReset(slot, done, failure)) {
                    returned(slot);
                }
            } finally {
                afterwards.run();
            }
        });
    }

    /** Ends a reset. Retires the slot unless the resource was reset. */
    private boolean isReset(Slot<R> slot, @Nullable Boolean done, @Nullable Throwable failure) {
        if (failure != null) {
            resetFailed(slot, failure);
            return false;
        }
        if (!Boolean.TRUE.equals(done)) {
            takeOut(slot, Verdict.WORKS, RetirementReason.NOT_RESET);
            return false;
        }
        slot.wasReset();
        slot.passed(core.ticker.nanos()); // an answer proves that the resource works
        proof.proven();
        return true;
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
        String words = RetirementReason.NOT_RESET + ": " + FailureText.of(failure);
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
