package dev.sluice.pool;

import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.CircuitBreaker;
import dev.sluice.pool.policy.CircuitBreaker.CircuitReading;
import dev.sluice.pool.policy.CircuitBreaker.CircuitState;
import dev.sluice.pool.policy.CircuitBreaker.CreationPermission;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.time.SpanText;
import dev.sluice.time.Timer.Scheduled;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link Breaker}: permits creations, refuses callers, and has a probe made at the end of the open time even
 * without callers. Another breaker begins with a closed circuit. Thread-safe.
 */
final class BreakerPart<R> implements PolicyPart {

    private final PoolCore<R> core;
    private final Supply supply;
    private final RefusalTexts<R> texts;
    private final PolicyNews news;
    private volatile @Nullable RunningBreaker inForce;
    private volatile @Nullable LastFailure last;
    private @Nullable Scheduled nextProbe; // Guarded by this

    private record RunningBreaker(Breaker policy, CircuitBreaker circuit) {

        boolean isBlocking() {
            return policy.mode() == PolicyMode.ENFORCE && !circuit.isClosed();
        }
    }

    BreakerPart(PoolCore<R> core, Supply supply) {
        this.core = core;
        this.supply = supply;
        this.texts = new RefusalTexts<>(core);
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return Breaker.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        Breaker wanted = policies.breaker();
        RunningBreaker now = inForce;
        if (!Objects.equals(wanted, now == null ? null : now.policy())) {
            inForce = wanted == null ? null : new RunningBreaker(wanted, new CircuitBreaker(wanted));
            cancelProbe();
        }
    }

    @Override
    public @Nullable String state() {
        RunningBreaker now = inForce;
        if (now == null) {
            return null;
        }
        CircuitReading reading = now.circuit().read();
        String words = now.policy().mode() + ": " + reading.state() + ", " + reading.failures() + " of "
                + now.policy().failures() + " failures";
        return reading.state() == CircuitState.CLOSED ? words : words + "; " + nextProbe(reading);
    }

    // --- Creations

    /** Returns whether the circuit is open and withholds creations. */
    boolean isBlocking() {
        RunningBreaker now = inForce;
        return now != null && now.isBlocking();
    }

    /** Asks for a creation. */
    CreationPermission ask() {
        return permission(false);
    }

    /** Asks for a creation that an operator has ordered. */
    CreationPermission order() {
        return permission(true);
    }

    private CreationPermission permission(boolean isOrdered) {
        RunningBreaker now = inForce;
        if (now == null || !now.isBlocking()) {
            return CreationPermission.FREE;
        }
        long time = core.ticker.nanos();
        CreationPermission permission =
                isOrdered ? now.circuit().order(time) : now.circuit().ask(time);
        if (permission.isProbe()) {
            scheduleProbe(now.policy().open());
            news.changed(CircuitState.HALF_OPEN + ": a probe is under way");
        }
        return permission;
    }

    /** Ends a probe that was not made. */
    void abandon(CreationPermission permission) {
        RunningBreaker now = inForce;
        if (permission.isProbe() && now != null && now.circuit().abandon(permission, core.ticker.nanos())) {
            news.changed(CircuitState.OPEN + ": the probe was not made; the next creation is the probe");
        }
    }

    /** Records a successful creation. */
    void succeeded() {
        RunningBreaker now = inForce;
        if (now != null && now.circuit().succeeded() != CircuitState.CLOSED) {
            cancelProbe();
            news.changed(CircuitState.CLOSED + ": a connection was created");
        }
    }

    /** Records the failure of a creation that began at {@code begun}. */
    void failed(LastFailure failure, long begun, long time) {
        last = failure;
        RunningBreaker now = inForce;
        if (now == null) {
            return;
        }
        OptionalLong due = now.circuit().failed(begun, time, failure.nextNanos());
        if (due.isPresent()) {
            Duration wait = Duration.ofNanos(due.getAsLong() - time);
            scheduleProbe(wait);
            news.changed(CircuitState.OPEN + " after "
                    + Plural.of(now.circuit().read().failures(), "failed creation") + " in a row, next probe in "
                    + SpanText.of(wait) + "; "
                    + LastFailure.text(failure.cause()));
        }
    }

    /** Records that the server has answered, but has no free session: nothing is broken. Does not count as a failure. */
    void serverFull() {
        RunningBreaker now = inForce;
        if (now != null && !now.circuit().isClosed() && now.circuit().succeeded() != CircuitState.CLOSED) {
            cancelProbe();
            news.changed(CircuitState.CLOSED + ": the server answers, but has no free connections");
        }
    }

    private synchronized void scheduleProbe(Duration wait) {
        cancelProbe();
        nextProbe = core.timer.once(wait, this::probe);
    }

    private synchronized void cancelProbe() {
        if (nextProbe != null) {
            nextProbe.cancel();
            nextProbe = null;
        }
    }

    private void probe() {
        RunningBreaker now = inForce;
        if (now != null && now.isBlocking() && core.isServing()) {
            // a full pool needs no probe now, and a drained one stays empty
            boolean isBegun = !core.keptEmpty && hasRoom() && supply.tryProbe();
            if (!isBegun && now.isBlocking()) {
                scheduleProbe(now.policy().open());
            }
        }
    }

    // --- Callers

    /**
     * Admits a caller that has found no free slot to the queue. A caller that comes when a probe is due begins the probe,
     * and waits for it.
     *
     * @throws CircuitOpen if the caller would need a new connection while the circuit is open
     */
    void admit() {
        RunningBreaker now = inForce;
        if (now == null || now.circuit().isClosed() || !needsCreation()) {
            return;
        }
        if (now.policy().mode() == PolicyMode.OBSERVE) {
            core.counters.circuitObserved.increment();
            news.affected("would refuse a caller: the circuit is open");
            return;
        }
        boolean isDue = core.ticker.nanos() - now.circuit().read().dueNanos() >= 0;
        if ((isDue && hasRoom() && supply.tryProbe()) || now.circuit().isClosed() || !needsCreation()) {
            return;
        }
        core.counters.refusedEarly.increment();
        throw refusal();
    }

    /** Returns whether only a new connection would serve a caller now. */
    private boolean needsCreation() {
        return core.isServing()
                && !core.gate.isPaused()
                && !core.gate.isDisabled()
                && (hasRoom() || core.slots.size() == 0) // otherwise a lease may serve the caller
                && !core.slots.isAnyIdle();
    }

    private boolean hasRoom() {
        return core.room.taken() < core.config.maxSize();
    }

    /** Refuses all waiters if the circuit is open and no connection is left that a lease could return to them. */
    void refuseHopeless() {
        RunningBreaker now = inForce;
        if (now != null
                && now.isBlocking()
                && now.circuit().read().state() == CircuitState.OPEN
                && core.slots.size() == 0
                && core.gate.waiting() > 0) {
            core.gate.refuseQueuedBy(circuitOpen(), core.ticker.nanos());
        }
    }

    /** Returns the refusal of a caller, and counts it. */
    CircuitOpen refusal() {
        core.counters.circuitRefused.increment();
        CircuitOpen refusal = circuitOpen();
        news.affected("refuses callers: " + refusal.getMessage());
        return refusal;
    }

    private CircuitOpen circuitOpen() {
        RunningBreaker now = inForce;
        LastFailure failure = last;
        String circuit =
                now == null ? "the circuit was open" : words(now.circuit().read());
        String cause = failure == null ? "" : "; " + LastFailure.text(failure.cause());
        return new CircuitOpen(
                core.name,
                texts.circuitOpen(circuit + cause),
                now == null ? Duration.ZERO : untilProbe(now.circuit().read()),
                failure == null ? null : failure.cause());
    }

    /** Returns the reason why an operation did not try a creation, or null while the circuit permits creations. */
    @Nullable
    Exception notTried() {
        RunningBreaker now = inForce;
        LastFailure failure = last;
        return now == null || !now.isBlocking()
                ? null
                : new AttemptWithheld(words(now.circuit().read()), failure == null ? null : failure.cause());
    }

    /** Returns the state of a circuit that is not closed, for readiness; otherwise null. */
    @Nullable
    String problem() {
        RunningBreaker now = inForce;
        return now == null || !now.isBlocking() ? null : words(now.circuit().read());
    }

    private String words(CircuitReading reading) {
        return "the circuit is " + reading.state() + ", " + nextProbe(reading);
    }

    private String nextProbe(CircuitReading reading) {
        return reading.state() == CircuitState.HALF_OPEN
                ? "a probe is under way"
                : "next probe in " + SpanText.of(untilProbe(reading));
    }

    private Duration untilProbe(CircuitReading reading) {
        long left = reading.state() == CircuitState.OPEN ? reading.dueNanos() - core.ticker.nanos() : 0;
        return Duration.ofNanos(Math.max(0, left));
    }
}
