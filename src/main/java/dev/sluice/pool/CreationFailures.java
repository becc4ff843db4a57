package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.policy.CircuitBreaker;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the failures of creations, refuses the waiters that they concern, and decides when the next attempt may be
 * made. Thread-safe.
 */
final class CreationFailures<R> {

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final Supply supply;
    private final BreakerPart<R> breaker;
    private final OutagePart<R> outage;
    private final PacePart<R> pace;
    private final CreationBackoff backoff;

    CreationFailures(
            PoolCore<R> core, Proof<R> proof, Supply supply, CreationPolicies<R> policies, DoubleSupplier random) {
        this.core = core;
        this.proof = proof;
        this.supply = supply;
        this.breaker = policies.breaker();
        this.outage = policies.outage();
        this.pace = policies.pace();
        this.backoff = new CreationBackoff(random);
    }

    /** Returns the failure of the last creation, or null if it succeeded. */
    @Nullable
    LastFailure last() {
        return backoff.last();
    }

    /** Returns the number of failures since the last success. */
    int count() {
        return backoff.failures();
    }

    /** Forgets the last failure, unless attempts are held back or the circuit is open. */
    void forget() {
        if (backoff.last() != null && !breaker.isBlocking()) {
            backoff.forget(core.ticker.nanos());
        }
    }

    /**
     * Forgets earlier failures. Called when resources are created from now on at another endpoint or with other
     * credentials.
     */
    void startAfresh() {
        backoff.succeeded();
        breaker.succeeded();
    }

    /**
     * Returns whether the next attempt will probably fail: the last failures do not pass by themselves, or the circuit is
     * open.
     */
    boolean areLasting() {
        LastFailure last = backoff.last();
        return (last != null && last.isLasting()) || breaker.isBlocking();
    }

    /** Returns whether a resource was shown to work after the time of the attempt that would follow the last failure. */
    boolean areRefuted() {
        LastFailure last = backoff.last();
        Long proven = proof.lastNanos();
        return last != null && proven != null && proven - last.nextNanos() > 0;
    }

    /** Returns whether the server has rejected the last login. */
    boolean areRejections() {
        LastFailure last = backoff.last();
        return last != null && last.kind() == FailureKind.PASSWORD_REJECTED;
    }

    /**
     * Records that a call that began at {@code since} found a resource dead. Until a creation succeeds, one is tried at
     * a time.
     */
    void suspect(long since) {
        backoff.suspect(since);
    }

    /** Returns whether another attempt may be made while {@code inFlight} are under way. */
    boolean allow(long now, int inFlight) {
        return backoff.allows(now, inFlight);
    }

    /** Returns whether attempts are held back after failures that do not pass by themselves. */
    boolean holdBack(long now) {
        return backoff.isHeldBack(now);
    }

    /** Returns the reason why an attempt was not made. */
    Exception notTried() {
        Exception open = breaker.notTried();
        if (open != null) {
            return open;
        }
        LastFailure last = backoff.last();
        return last != null && last.isLasting()
                ? new AttemptWithheld(last, core.ticker.nanos())
                : new CancellationException("cancelled: no caller waits for this creation any more");
    }

    /** Records the success of a creation, after all checks of the new resource. Publishes the end of an outage. */
    void succeeded() {
        breaker.succeeded();
        CreationBackoff.FinishedOutage over = backoff.succeeded(core.ticker.nanos());
        if (over != null) {
            pace.outageEnded();
            if (core.state() != PoolState.STARTING) {
                core.events.pool(Type.RECOVERED, over.attempts(), new EventDetail.OutageEnd(over.length()));
            }
        }
    }

    /** Records the failure of an attempt that began at {@code begun}, and refuses the waiters that it concerns. */
    void failed(CreationPurpose purpose, Throwable failure, long begun) {
        if (purpose.kind() != CreationPurpose.Kind.INITIAL) { // the housekeeper reports initial failures
            core.events.pool(Type.CREATION_FAILED, 0, new EventDetail.CreationResult(purpose, FailureText.of(failure)));
        }
        if (!isForCaller(purpose)) {
            core.timer.once(note(failure, begun), supply::meetDemand);
            if (!areForLackOfSessions() || core.slots.size() == 0) { // otherwise a lease may serve the waiters
                core.gate.refuseWithoutDeadline(failure, begun);
            }
        } else if (!(failure instanceof CreationAttempts.BrokenOff)) {
            failedForCaller(failure, begun);
        }
    }

    /** Returns whether the creation stands for the caller that waits for it. */
    boolean isForCaller(CreationPurpose purpose) {
        return purpose.isDemand() && core.config.creationPerCaller();
    }

    /** Records the failure and returns the wait before the next attempt. */
    private Duration note(Throwable failure, long begun) {
        FailureKind kind = failure instanceof TimedCalls.NoAnswer ? FailureKind.NO_ANSWER : core.store.kindOf(failure);
        long since = backoff.failures() == 0 ? backoff.startOfOutage(begun, proof.lastNanos()) : begun;
        long now = core.ticker.nanos();
        LastFailure last = backoff.record(failure, kind, now, since);
        Duration wait = Duration.ofNanos(last.nextNanos() - now);
        if (kind == FailureKind.SERVER_FULL) {
            breaker.serverFull();
        } else {
            breaker.failed(last, begun, now);
        }
        if (kind == FailureKind.PASSWORD_REJECTED && last.beginsWait()) {
            core.events.pool(
                    Type.PASSWORD_REJECTED,
                    last.times(),
                    FailureText.of(failure) + "; next attempt in " + SpanText.of(wait));
        } else if (kind == FailureKind.SERVER_FULL && last.beginsWait()) {
            core.events.pool(Type.SERVER_FULL, last.times(), serverFull(last, now));
        }
        return wait;
    }

    /** Returns the pace of creations. */
    PacePart<R> pace() {
        return pace;
    }

    /** Asks the circuit breaker for a creation. */
    CircuitBreaker.CreationPermission ask() {
        return breaker.ask();
    }

    /** Asks the circuit breaker for a creation that an operator has ordered. */
    CircuitBreaker.CreationPermission order() {
        return breaker.order();
    }

    /** Reports the end of a creation; a probe that was not made may then be made by another creation. */
    void ended(CircuitBreaker.CreationPermission permission) {
        breaker.abandon(permission);
    }

    /** Refuses the waiters that nothing can serve while the circuit is open, or whose limit in an outage has passed. */
    void refuseHopeless() {
        breaker.refuseHopeless();
        outage.review(backoff.last());
    }

    /** Returns the last failure as the reason why the pool does not serve, or null without one. */
    @Nullable
    ServingFailure servingFailure(long now) {
        LastFailure last = backoff.last();
        ServingFailure failure = last == null ? null : servingFailure(last, now);
        String circuit = breaker.problem();
        return failure == null || circuit == null ? failure : failure.and(circuit);
    }

    private ServingFailure servingFailure(LastFailure last, long now) {
        return last.kind() == FailureKind.SERVER_FULL
                ? new ServingFailure(last.kind(), serverFull(last, now))
                : last.toServingFailure(now);
    }

    private String serverFull(LastFailure last, long now) {
        return "the server has no free connections: max " + core.config.maxSize() + " of this pool, "
                + core.slots.size() + " open, next attempt in " + last.untilNext(now)
                + "; raise the limit of the server,"
                + " or lower max-size here or in other clients; " + FailureText.of(last.cause());
    }

    /** Returns whether the server has had no free session for the last attempt. */
    private boolean areForLackOfSessions() {
        LastFailure last = backoff.last();
        return last != null && last.kind() == FailureKind.SERVER_FULL;
    }

    private void failedForCaller(Throwable failure, long begun) {
        Duration wait = note(failure, begun);
        // an attempt that was given up refuses a waiter only if a caller from before the attempt still waits
        if (!(failure instanceof TimedCalls.NoAnswer) || !core.gate.haveAllComeAfter(begun)) {
            core.gate.refuseNext(failure);
        }
        if (core.config.minSize() > 0) {
            core.timer.once(wait, supply::meetDemand);
        }
    }
}
