package dev.sluice.pool;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.fault.ActiveFault;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Severable;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out the injected faults that concern callers and their leases. Thread-safe. */
final class FaultPart<R> implements PolicyPart, AcquireRule, LeaseRule {

    private static final long LOOK_NANOS = 50_000_000;

    private final PoolCore<R> core;
    private final Retirement<R> retirement;

    FaultPart(PoolCore<R> core, Retirement<R> retirement) {
        this.core = core;
        this.retirement = retirement;
    }

    @Override
    public String name() {
        return "faultInjection";
    }

    @Override
    public void apply(PoolPolicies policies) {
        // operations change the rules
    }

    @Override
    public @Nullable String state() {
        return null; // the statistics have the rules
    }

    @Override
    public @Nullable AcquireRule acquireRule() {
        return core.faults.concerns(FaultKind::isOfCallers) ? this : null;
    }

    @Override
    public @Nullable LeaseRule leaseRule() {
        return core.faults.concerns(FaultKind::isOfCallers) ? this : null;
    }

    @Override
    public void admit(AcquireRequest request) throws InterruptedException {
        admit(request, null);
    }

    @Override
    public void admit(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        ActiveFault slow = core.faults.next(FaultKind.DELAY_ACQUIRE, request);
        if (slow != null) {
            delay(slow, deadline == null ? deadlineOf(request) : deadline);
        }
        ActiveFault refusal = core.faults.next(FaultKind.REFUSE_ACQUIRE, request);
        if (refusal != null) {
            if (!core.isServing()) {
                throw new PoolClosed(core.name);
            }
            throw new PoolSaturated(
                    core.name,
                    "pool '" + core.name + "': refused by the injected fault " + refusal.name()
                            + "; clear-faults ends it");
        }
    }

    private Deadline deadlineOf(AcquireRequest request) {
        Duration own = request.timeout();
        Duration configured = core.config.acquisitionTimeout();
        Duration timeout = own != null || configured.isZero() ? own : configured;
        return timeout == null ? Deadline.never(core.ticker) : Deadline.in(timeout, core.ticker);
    }

    /** Delays a caller. A caller whose deadline passes meanwhile ends as after a wait at the gate. */
    private void delay(ActiveFault fault, Deadline limit) throws InterruptedException {
        Deadline end = Deadline.in(Objects.requireNonNull(fault.rule().delay()), core.ticker);
        while (!end.isExpired() && core.isServing()) {
            if (limit.isExpired()) {
                core.counters.late.increment();
                throw new AcquireTimeout(
                        core.name,
                        "pool '" + core.name + "': the injected fault " + fault.name()
                                + " has delayed the caller until its deadline; clear-faults ends it");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted during an injected delay");
            }
            core.ticker.park(this, Math.min(LOOK_NANOS, Math.min(end.remainingNanos(), limit.remainingNanos())));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // slots come from this pool
    public void leased(AcquireRequest request, Slot<?> leased) {
        Slot<R> slot = (Slot<R>) leased;
        if (core.faults.next(FaultKind.BREAK_ON_USE, request) != null) {
            sever(slot.resource());
        }
        if (core.faults.next(FaultKind.DROP_CONNECTION, request) != null) {
            retirement.breakLease(slot, slot.leasedAs(), RetirementReason.BROKEN);
        }
    }

    @SuppressWarnings("unchecked") // the capability of this pool's store
    private void sever(R resource) {
        try {
            ((Severable<R>) core.store).sever(resource);
        } catch (Exception e) {
            core.events.pool(PoolEvent.Type.FAULT_INJECTION, 0, "could not break a connection: " + FailureText.of(e));
        }
    }
}
