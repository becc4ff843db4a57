package dev.sluice.pool;

import dev.sluice.admission.Admission;
import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.Ticket;
import dev.sluice.admission.WaitListener;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.UnknownTenant;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The acquire of a caller that finds no free slot: its wait at the gate, and its refusal. Thread-safe. */
final class AcquireWait<R> implements WaitListener {

    private static final long ONE_SECOND = 1_000_000_000L;
    private static final long SHORT_NANOS = 1_000_000;
    private static final long LONGER_NANOS = 50_000_000;

    private final PoolCore<R> core;
    private final PoolParts<R> parts;
    private final RefusalTexts<R> texts;
    private final LostWaiters<R> lost;
    private final NestedAcquires<R> nested;
    private final AtomicLong saturatedAt;

    /** The number of a queue in which a waiter has found no idle resource. RACE: of two numbers any may stay. */
    private volatile long fullQueue = -1;

    private final OuterLimits limits;

    AcquireWait(PoolParts<R> parts) {
        this.core = parts.core;
        this.parts = parts;
        this.texts = new RefusalTexts<>(core);
        this.lost = new LostWaiters<>(core, texts);
        this.nested = new NestedAcquires<>(core);
        this.limits = new OuterLimits(core.ticker);
        this.saturatedAt = new AtomicLong(core.ticker.nanos() - ONE_SECOND);
    }

    /** Returns the limits from outside. */
    OuterLimits limits() {
        return limits;
    }

    /** Acquires a slot. Blocks until the given deadline or, without one, for the timeout of the request. */
    Slot<R> enter(AcquireRequest request, @Nullable Deadline given, Thread thread) throws InterruptedException {
        Deadline deadline = given == null ? limits.limited(deadlineOf(request)) : given;
        Slot<R> made = core.traits.createsAtOnce() ? enterByCreating(request, thread) : null;
        if (made != null) {
            return made;
        }
        parts.onCreations.breaker().admit();
        refuseShortWait(deadline);
        boolean holdsOne = core.gate.policy().reservedForNested() > 0 && nested.holdsOne(thread);
        Ticket ticket = new Ticket(request.priority(), deadline, request.tenant(), thread, holdsOne, request);
        Admission<Slot<R>> admission;
        try {
            admission = given == null ? awaitWatched(ticket) : await(ticket);
        } catch (Throwable t) {
            parts.creation.callerLeft();
            throw t;
        } finally {
            parts.surplus.trim();
        }
        Slot<R> slot = admission.permit();
        if (slot == null) {
            parts.creation.callerLeft();
            throw refused(ticket, admission);
        }
        if (admission.waitedNanos() > 0) {
            core.events.lentAfterWait(slot, request, admission.waitedNanos());
        } else if (core.events.publishesLeases()) {
            core.events.lent(slot, request);
        }
        return slot;
    }

    /** Returns the most recent callers that ended without a lease, latest first. */
    List<LostWaiter> gaveUp() {
        return lost.list();
    }

    private PoolException refused(Ticket ticket, Admission<Slot<R>> admission) {
        lost.add(ticket, admission.waitedNanos(), admission.outcome());
        PoolException refusal = refusal(ticket, admission);
        if (admission.outcome() == Outcome.TIMED_OUT) {
            core.counters.late.increment();
        } else if (!(refusal instanceof PoolSaturated)) { // Substitutes counts those
            core.counters.refusedEarly.increment();
        }
        return refusal;
    }

    /** Creates a resource on this thread. Returns null if there is no room, or if another caller took the resource. */
    private @Nullable Slot<R> enterByCreating(AcquireRequest request, Thread thread) {
        if (!core.gate.isOpen() || !parts.creation.createAtOnce(CreationPurpose.DEMAND)) {
            return null;
        }
        Slot<R> slot = core.gate.tryEnter(request.priority(), thread, request);
        if (slot != null && core.events.publishesLeases()) {
            core.events.lent(slot, request);
        }
        return slot;
    }

    private PoolException refusal(Ticket ticket, Admission<Slot<R>> admission) {
        return switch (admission.outcome()) {
            case CLOSED -> new PoolClosed(core.name);
            case DISABLED -> new PoolDisabled(core.name, texts.disabled());
            case SATURATED -> new PoolSaturated(core.name, texts.saturated());
            case HOPELESS -> new PoolSaturated(core.name, texts.hopeless(ticket.deadline()));
            case SHED -> new PoolSaturated(core.name, texts.shed(admission.waitedNanos()));
            case UNKNOWN_TENANT -> new UnknownTenant(core.name, texts.unknownTenant(ticket.tenant()));
            case FAILED -> creationFailed(admission);
            case TIMED_OUT, ADMITTED -> timedOut(ticket.deadline());
        };
    }

    private Admission<Slot<R>> awaitWatched(Ticket ticket) throws InterruptedException {
        OuterLimits.EarlyEndWatch watch = limits.watch(ticket.deadline(), ticket.thread());
        try {
            return await(ticket);
        } finally {
            watch.close();
        }
    }

    private Admission<Slot<R>> await(Ticket ticket) throws InterruptedException {
        long start = core.ticker.coarseNanos();
        try {
            return core.gate.enter(ticket, this);
        } catch (InterruptedException e) {
            core.counters.interrupted.increment();
            long waited = Math.max(0, core.ticker.coarseNanos() - start);
            lost.addInterrupted(ticket, waited);
            InterruptedException explained = new InterruptedException(texts.interrupted(waited));
            explained.initCause(e);
            throw explained;
        }
    }

    @Override
    public void queued(Ticket ticket) {
        boolean isFull = isFull();
        if (isFull) {
            core.counters.saturations.increment();
            publishSaturated(); // nothing can be created or validated; the thread that changes that meets the demand
        }
        if (!isFull || core.slots.size() == 0) { // creations that hang may have all places
            parts.growth.meetDemand();
        }
        parts.degradation.refuseIfFull(ticket, true);
    }

    /**
     * Returns whether every place is taken, and none by an idle resource. Only the first waiters of a queue search the
     * resources: from then on, a thread that makes a resource idle hands it over, or has it validated for the waiters.
     */
    private boolean isFull() {
        long queue = core.gate.queueNumber(); // before the look
        if (core.room.taken() < core.config.maxSize()) {
            return false;
        }
        if (fullQueue != queue) {
            if (core.slots.isAnyIdle()) {
                return false;
            }
            fullQueue = queue;
        }
        return true;
    }

    /** A self-made deadlock need not be noticed at once, but with the policy degradation a full pool must be. */
    @Override
    public long firstParkNanos() {
        return parts.degradation.refusesIfFull() ? SHORT_NANOS : LONGER_NANOS;
    }

    /**
     * Refuses a caller whose place another one took, and a nested caller in a deadlock of holders. A deadline within a second ends such a deadlock by itself. */
    @Override
    public void stillWaiting(Ticket ticket) {
        parts.degradation.refuseIfFull(ticket, false);
        if (ticket.deadline().remainingNanos() >= ONE_SECOND
                && nested.holdsOne(ticket.thread())
                && core.isFull()
                && nested.areAllBlocked()) {
            throw new PoolSaturated(core.name, texts.selfBlocked());
        }
    }

    /** Publishes at most one event of a full pool per second, unless a listener requests the events of all leases. */
    private void publishSaturated() {
        if (core.events.publishesLeases()) {
            core.events.pool(Type.SATURATED, core.room.taken());
            return;
        }
        long last = saturatedAt.get();
        long now = core.ticker.coarseNanos();
        if (now - last >= ONE_SECOND && saturatedAt.compareAndSet(last, now)) {
            core.events.pool(Type.SATURATED, core.room.taken());
        }
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
        if (deadline.length().compareTo(shortest) < 0 && core.isFull()) {
            if (!core.isServing()) {
                throw new PoolClosed(core.name);
            }
            core.counters.saturations.increment();
            throw new PoolSaturated(core.name, texts.tooShort(deadline));
        }
    }

    private PoolException creationFailed(Admission<Slot<R>> admission) {
        Throwable cause = Objects.requireNonNull(admission.cause());
        if (cause instanceof CircuitOpen) {
            return parts.onCreations.breaker().refusal();
        }
        if (cause instanceof OutageRefusal) {
            core.counters.outageRefused.increment();
        }
        Throwable earlier = RefusalTexts.earlierOf(cause);
        return new CreationFailed(core.name, texts.notCreated(cause), earlier == null ? cause : earlier);
    }

    private PoolException timedOut(Deadline deadline) {
        // with one creation per caller, each failure has already refused the caller that it concerns
        LastFailure failure = core.config.creationPerCaller() ? null : parts.failures.last();
        // leases are counted, because a place in the room may belong to the next attempt
        boolean allLeased = core.slots.leased() >= core.config.maxSize();
        return failure == null || allLeased
                ? new AcquireTimeout(core.name, texts.noLease(deadline))
                : new CreationFailed(core.name, texts.notCreatedWithin(deadline, failure.cause()), failure.cause());
    }
}
