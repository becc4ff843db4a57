package dev.sluice.pool;

import dev.sluice.pool.LeaseSteps.LeaseStep;
import dev.sluice.pool.PoolTracer.AcquireTrace;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import org.jspecify.annotations.Nullable;

/** The acquire of a pool while {@link LeaseSteps} of acquires are on. Thread-safe. */
final class SteppedAcquire<R> {

    private final PoolCore<R> core;
    private final AcquireWait<R> acquireWait;
    private final Release<R> release;
    private final LeaseSteps steps;
    private final ActivePolicies<R> policies;
    private final Substitutes<R> substitutes;

    SteppedAcquire(PoolParts<R> parts, AcquireWait<R> acquireWait, Release<R> release, Substitutes<R> substitutes) {
        this.core = parts.core;
        this.steps = parts.core.steps;
        this.acquireWait = acquireWait;
        this.release = release;
        this.policies = parts.policies;
        this.substitutes = substitutes;
    }

    /**
     * Leases a resource until the deadline or, without one, for the timeout of the request.
     *
     * @param asks whether the caller asks for a foreign substitute after a refusal
     */
    Lease<R> lease(AcquireRequest request, @Nullable Deadline deadline, Thread thread, boolean asks)
            throws InterruptedException {
        AcquireTrace trace = steps.areOn(LeaseStep.TRACES) ? core.tracer.acquire(request) : null;
        return trace == null
                ? untraced(request, deadline, thread, asks)
                : traced(trace, ActiveTracer.traced(request, trace), deadline, thread, asks);
    }

    private Lease<R> traced(
            AcquireTrace trace, AcquireRequest request, @Nullable Deadline deadline, Thread thread, boolean asks)
            throws InterruptedException {
        Lease<R> lease;
        try {
            lease = untraced(request, deadline, thread, asks);
        } catch (Throwable t) {
            boolean isCancelled = deadline != null && deadline.isCutShort();
            ActiveTracer.pass(trace, its -> its.failed(t, isCancelled));
            throw t;
        }
        Slot<R> slot = lease.slot();
        slot.tracedAs(lease.number(), trace);
        Holding holding = slot.holding();
        long waited = holding == null ? 0 : holding.waitedNanos(); // null if the lease was broken at once
        ActiveTracer.pass(trace, its -> its.leased(lease.name(), waited, lease.isDegraded()));
        return lease;
    }

    private Lease<R> untraced(AcquireRequest request, @Nullable Deadline deadline, Thread thread, boolean asks)
            throws InterruptedException {
        CallerRules rules = policies.rules();
        Slot<R> slot;
        try {
            rules.admit(request, deadline);
            slot = core.gate.tryEnter(request.priority(), thread, request);
            if (slot == null) {
                slot = acquireWait.enter(request, deadline, thread);
            } else if (steps.areOn(LeaseStep.EVENTS)) {
                core.events.lent(slot, request);
            }
        } catch (PoolSaturated e) {
            return substitutes.instead(request, thread, e, asks);
        }
        if (steps.areOn(LeaseStep.STACKS)) {
            StackCapture.capture(slot);
        }
        rules.leased(request, slot);
        return new Lease<>(release, slot, request, thread);
    }
}
