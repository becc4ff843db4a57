package dev.sluice.pool;

import dev.sluice.admission.Admission;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import java.time.Duration;

/** The way into a pool where no slot is free: a wait at the gate, and the words for a refusal. */
final class Entrance<R> {

    private final PoolCore<R> core;
    private final Observation<R> observation;

    Entrance(PoolCore<R> core, Observation<R> observation) {
        this.core = core;
        this.observation = observation;
    }

    /**
     * Enters, waiting if need be.
     *
     * @return an admission that has its permit
     */
    Admission<Slot<R>> enter(AcquireRequest request) throws InterruptedException {
        Deadline deadline = deadlineOf(request);
        refuseShortWait(deadline);
        Admission<Slot<R>> admission = await(request, deadline);
        if (admission.permit() != null) {
            return admission;
        }
        core.counters.refused.increment();
        throw switch (admission.outcome()) {
            case CLOSED -> new PoolClosed(core.name);
            case SATURATED -> new PoolSaturated(core.name, observation.saturated());
            default -> timedOut(deadline);
        };
    }

    private Admission<Slot<R>> await(AcquireRequest request, Deadline deadline) throws InterruptedException {
        try {
            return core.gate.enter(request.priority(), deadline, this::queued);
        } catch (InterruptedException e) {
            InterruptedException explained = new InterruptedException(observation.canceled() + ": interrupted");
            explained.initCause(e);
            throw explained;
        }
    }

    private void queued() {
        if (observation.isFull()) {
            core.counters.saturations.increment();
            core.events.pool(Type.SATURATED, 0, null);
        }
        core.growth.meetDemand();
    }

    private Deadline deadlineOf(AcquireRequest request) {
        Duration timeout = request.timeout();
        if (timeout == null) {
            Duration configured = core.config.acquisitionTimeout();
            timeout = configured.isZero() ? AcquireRequest.FOREVER : configured;
        }
        return timeout.equals(AcquireRequest.FOREVER) ? Deadline.never(core.ticker) : Deadline.in(timeout, core.ticker);
    }

    private void refuseShortWait(Deadline deadline) {
        Duration shortest = core.config.shortestWait();
        if (deadline.length().compareTo(shortest) < 0 && observation.isFull()) {
            if (!core.isServing()) {
                throw new PoolClosed(core.name);
            }
            core.counters.refused.increment();
            core.counters.saturations.increment();
            throw new PoolSaturated(core.name, observation.tooShort());
        }
    }

    private RuntimeException timedOut(Deadline deadline) {
        Throwable failure = core.creation.lastFailure();
        String numbers = observation.noLease(deadline);
        // a place that the next attempt has taken is not one that callers have filled
        boolean allLeased = core.counters.leased.get() >= core.config.maxSize();
        return failure == null || allLeased
                ? new AcquireTimeout(core.name, observation.canceled() + ": " + numbers)
                : new CreationFailed(
                        core.name,
                        "pool exhausted and could not create new connection: " + Creation.words(failure) + "; "
                                + numbers,
                        failure);
    }
}
