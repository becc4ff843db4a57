package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands out free permits to waiters, in the order of their turns. This class is the part of the gate that runs under
 * the lock. The callers of all methods hold the gate's lock; the Javadoc of two methods states an exception.
 *
 * <p>Methods that settle waiters add them to a list. The gate wakes these waiters after its lock is released.
 *
 * <p><b>The owner of {@code inFlight}.</b> Both classes end flights: the gate when a waiter lands or leaves, the
 * dispatcher when it settles waiters. The dispatcher owns the field, because the waiter in flight must be
 * a queued waiter, and no other class takes waiters out of the lanes. So one class holds this invariant. The gate ends
 * a flight with {@link #endFlight}, and chooses the moment: before the poll that the proof requires.
 *
 * @param <P> the type of a permit
 */
final class Dispatcher<P> {

    /** The least use that is a long one. Less is not certain, because the stamps of pools have a millisecond. */
    private static final long LONG_NANOS = 2_000_000;

    /** The same in multiples of the wake time, if that is more. So a hand-over costs at most 5 % of the throughput. */
    private static final long LONG_WAKE_TIMES = 20;

    private final PermitSource<P> supply;
    private final EntryWord entry;
    private final WaitCounters counters;

    private final Lanes<P> lanes;
    private final WaitEstimate estimate = new WaitEstimate();
    private final WakeTime wakeTime = new WakeTime();
    private final QueueLimits limits;
    private @Nullable Shedder shedder;
    private boolean forEverybody; // no permit is reserved, shared out or shed

    private long queues;
    private volatile long queueNumber; // Written under lock

    /** The waiter that was woken to poll for a permit itself. INVARIANT: this waiter is queued. */
    private volatile @Nullable QueuedWaiter<P> inFlight; // Written under lock

    private long inFlightSince; // Guarded by lock

    Dispatcher(PermitSource<P> supply, EntryWord entry, WaitCounters counters) {
        AdmissionPolicy policy = entry.policy();
        this.supply = supply;
        this.entry = entry;
        this.counters = counters;
        this.lanes = new Lanes<>(policy);
        this.limits = new QueueLimits(entry, estimate, counters);
        this.forEverybody = policy.isForEverybody();
        this.shedder = Shedder.of(policy.shedding());
    }

    /** Puts other rules in force for the waiters. The caller holds the gate's lock. */
    void use(AdmissionPolicy policy) {
        forEverybody = policy.isForEverybody();
        shedder = Shedder.of(policy.shedding());
        lanes.use(policy);
    }

    // --- Flights

    /** Returns whether any waiter is in flight. Needs no lock. */
    boolean isAnyInFlight() {
        return inFlight != null;
    }

    /** Returns whether the waiter is in flight. Needs no lock. */
    boolean isInFlight(QueuedWaiter<P> waiter) {
        return inFlight == waiter;
    }

    /** Returns the waiter in flight, or null. Needs no lock. */
    @Nullable
    QueuedWaiter<P> inFlight() {
        return inFlight;
    }

    /** Ends the flight of a waiter that has woken up. The caller holds the gate's lock, and then dispatches. */
    void land(QueuedWaiter<P> waiter, long now) {
        if (inFlight == waiter) {
            wakeTime.took(now - inFlightSince);
        }
        endFlight(waiter);
    }

    /** Ends the waiter's flight, if it is in flight. The caller holds the gate's lock, and then dispatches. */
    void endFlight(QueuedWaiter<P> waiter) {
        if (inFlight == waiter) {
            inFlight = null;
        }
    }

    /** Adds the time from a hand-over to the first step of its waiter. Needs no lock. */
    void woke(long nanos) {
        wakeTime.took(nanos);
    }

    // --- Queuing

    /** Begins a queue, see {@link Gate#queueNumber}. The caller holds the gate's lock. */
    void beginQueue() {
        queueNumber = ++queues;
    }

    /** Returns the number of the present queue. Needs no lock. */
    long queueNumber() {
        return queueNumber;
    }

    /** Returns the refusal of a caller that must not queue, or null. The caller holds the gate's lock. */
    @Nullable
    Admission<P> refusal(Ticket ticket) {
        Outcome outcome = limits.refusal(ticket);
        return outcome == null ? null : Admission.refused(outcome, 0);
    }

    /**
     * Queues the waiter, serves it if a permit is free, and publishes. The caller holds the gate's lock.
     *
     * @return the refusal of a waiter that could not be served and must not wait; null otherwise
     */
    @Nullable
    Admission<P> queue(QueuedWaiter<P> waiter, List<QueuedWaiter<P>> settled) {
        if (lanes.size() == 0) {
            beginQueue();
        }
        boolean isPromised = lanes.size() > 0 && forEverybody && supply.isSameForAll();
        waiter.overtakenBefore = entry.overtaken();
        lanes.add(waiter);
        if (!isPromised) {
            // RACE: a permit may have become free before this waiter was published, and its releaser saw no waiter. So
            // the poll comes after the publication. Behind other waiters no poll is needed: each free permit has a
            // releaser that has seen a waiter and comes to the lock, or is left to the waiter in flight.
            publishEntry(waiter.since);
            handOut(waiter.since, settled);
        }
        Admission<P> refused = capped(waiter);
        publish(waiter.since);
        return refused;
    }

    /**
     * Takes a waiter that leaves out of its lane. The caller holds the gate's lock, ends the waiter's flight, and then
     * dispatches.
     */
    void remove(QueuedWaiter<P> waiter) {
        lanes.remove(waiter);
    }

    private @Nullable Admission<P> capped(QueuedWaiter<P> waiter) {
        Outcome outcome = waiter.outcome() == null ? limits.exceededBy(waiter, lanes) : null;
        if (outcome == null) {
            return null;
        }
        lanes.remove(waiter);
        return Admission.refused(outcome, 0);
    }

    // --- Serving

    /**
     * Serves the next waiter after a release: wakes the waiter to poll, or hands the permit over. The caller holds the
     * gate's lock.
     *
     * @param by the lane of the releaser
     * @param permit the released permit, free by now
     */
    void release(Priority by, P permit, long now, List<QueuedWaiter<P>> settled) {
        QueuedWaiter<P> next = lanes.next(now);
        if (next != null && mayPoll(next, by, now) && !wasHeldForLong(permit)) {
            inFlight = next;
            inFlightSince = now;
            settled.add(next);
            publish(now);
        } else if (next == null || !handOver(permit, next, now, settled)) {
            dispatch(now, settled);
        }
    }

    /**
     * Returns whether a wake-up of the waiter is enough, so that the permit stays free for the first caller. A waiter on
     * a virtual thread may need long to run, which only a limit in time bounds.
     */
    private boolean mayPoll(QueuedWaiter<P> next, Priority by, long now) {
        return inFlight == null
                && (!next.onVirtualThread || lanes.areAllVirtual())
                && entry.mayPass(entry.read(), lanes.rank(next, now), by);
    }

    /** Returns whether the idle time of a hand-over is short beside the last use of the permit. */
    private boolean wasHeldForLong(P permit) {
        return supply.lastHeldNanos(permit) >= Math.max(LONG_NANOS, LONG_WAKE_TIMES * wakeTime.nanos());
    }

    /**
     * Hands over this permit alone, if no rule keeps permits from waiters and no waiter is in flight. Each other free
     * permit then has a releaser of its own, which will call the gate.
     */
    private boolean handOver(P permit, QueuedWaiter<P> next, long now, List<QueuedWaiter<P>> settled) {
        long waited = now - next.since;
        if (!forEverybody
                || isPaused()
                || inFlight != null
                || next.isLate(now)
                || !supply.take(permit, next.ticket.thread(), next.ticket.note(), waited)) {
            return false;
        }
        estimate.served(waited, next.ahead);
        settle(next, Admission.admitted(permit, waited), settled);
        publish(now);
        return true;
    }

    /** Hands out all free permits, and publishes. The caller holds the gate's lock. */
    void dispatch(long now, List<QueuedWaiter<P>> settled) {
        handOut(now, settled);
        publish(now);
    }

    private void handOut(long now, List<QueuedWaiter<P>> settled) {
        if (!isPaused()) {
            while (lanes.size() > 0 && serveOne(now, settled)) {
                // each turn settles one waiter
            }
        }
    }

    private boolean serveOne(long now, List<QueuedWaiter<P>> settled) {
        AdmissionPolicy policy = entry.policy();
        if (!policy.hasTenants()) {
            return serveFirst(lanes.heads(now, waiter -> 0), WaiterSearch.of(waiter -> true), now, settled);
        }
        Shares shares = new Shares(policy, supply, wantingTenants(now));
        List<QueuedWaiter<P>> heads = lanes.heads(now, waiter -> shares.load(waiter.ticket.tenant()));
        WaiterSearch<P> within = WaiterSearch.of(waiter -> shares.isWithinItsPart(waiter.ticket.tenant()));
        // a permit beyond all shares is better used than idle
        return serveFirst(heads, within, now, settled)
                || serveFirst(
                        heads, within.orElse(waiter -> shares.mayHaveOneMore(waiter.ticket.tenant())), now, settled);
    }

    private boolean serveFirst(
            List<QueuedWaiter<P>> heads, WaiterSearch<P> search, long now, List<QueuedWaiter<P>> settled) {
        for (QueuedWaiter<P> next : heads) {
            // a caller without time to wait may have a permit that is free at its arrival
            boolean late = now != next.since && next.isLate(now);
            int reserved = entry.keptFrom(next.ticket);
            Admission<P> outcome = null;
            if (late) {
                outcome = Admission.refused(Outcome.TIMED_OUT, now - next.since);
            } else if (search.isWorthIt(next, reserved)) {
                outcome = tryServe(next, reserved, now);
            }
            if (outcome != null) {
                settle(next, outcome, settled);
                return true;
            }
        }
        return false;
    }

    /** Returns null if no permit is free for the waiter. */
    private @Nullable Admission<P> tryServe(QueuedWaiter<P> waiter, int reserved, long now) {
        Ticket ticket = waiter.ticket;
        long waited = now - waiter.since;
        if (shedder != null && supply.isAnyFree(reserved) && shedder.isShed(ticket.lane(), standing(waited), now)) {
            counters.shed();
            return Admission.refused(Outcome.SHED, waited);
        }
        P permit = supply.poll(reserved, ticket.thread(), ticket.note(), waited);
        if (permit == null) {
            return null;
        }
        estimate.served(waited, waiter.ahead);
        return Admission.admitted(permit, waited);
    }

    /**
     * Returns the standing wait. A single waiter is no standing queue, and its refusal would leave the permit unused.
     */
    private long standing(long waitedNanos) {
        return lanes.size() > 1 ? waitedNanos : 0;
    }

    private Set<String> wantingTenants(long now) {
        Set<String> wanting = new HashSet<>();
        for (QueuedWaiter<P> head : lanes.heads(now, waiter -> 0)) {
            wanting.add(Shares.nameOf(head.ticket.tenant()));
        }
        return wanting;
    }

    private void settle(QueuedWaiter<P> waiter, Admission<P> outcome, List<QueuedWaiter<P>> settled) {
        lanes.remove(waiter);
        endFlight(waiter);
        waiter.settle(outcome);
        settled.add(waiter);
    }

    private boolean isPaused() {
        return entry.isRestricted(EntryWord.PAUSED);
    }

    // --- Refusing

    /** Fails the next waiter, unless the gate is paused. The caller holds the gate's lock. */
    void failNext(Throwable cause, long now, List<QueuedWaiter<P>> settled) {
        dispatch(now, settled);
        QueuedWaiter<P> next = isPaused() ? null : lanes.next(now);
        if (next != null) {
            settle(next, Admission.failed(cause, now - next.since), settled);
            dispatch(now, settled); // the waiter may have been in flight
        }
    }

    /** Fails the waiters without a deadline that were queued by then. The caller holds the gate's lock. */
    void failWithoutDeadline(Throwable cause, long begun, long now, List<QueuedWaiter<P>> settled) {
        fail(waiter -> waiter.ticket.deadline().isNever() && waiter.since - begun <= 0, cause, now, settled);
    }

    /** Fails the waiters that were queued by then. The caller holds the gate's lock. */
    void failQueuedBy(Throwable cause, long time, long now, List<QueuedWaiter<P>> settled) {
        fail(waiter -> waiter.since - time <= 0, cause, now, settled);
    }

    private void fail(Predicate<QueuedWaiter<P>> which, Throwable cause, long now, List<QueuedWaiter<P>> settled) {
        dispatch(now, settled);
        if (!isPaused() && lanes.size() > 0) {
            lanes.matching(which)
                    .forEach(waiter -> settle(waiter, Admission.failed(cause, now - waiter.since), settled));
            dispatch(now, settled); // a failed waiter may have been in flight
        }
    }

    /** Refuses all waiters, and publishes. The caller holds the gate's lock. */
    void refuseAll(Outcome outcome, long now, List<QueuedWaiter<P>> settled) {
        List<QueuedWaiter<P>> refused = lanes.drain();
        refused.forEach(waiter -> waiter.settle(Admission.refused(outcome, now - waiter.since)));
        inFlight = null;
        publish(now);
        settled.addAll(refused);
    }

    // --- Publishing

    /** Publishes the number of waiters, and the entry word. The caller holds the gate's lock. */
    void publish(long now) {
        entry.publishWaiting(lanes.size());
        publishEntry(now);
    }

    private void publishEntry(long now) {
        QueuedWaiter<P> next = lanes.next(now);
        if (next == null) {
            entry.publishNoWaiter();
            forgetWaits();
        } else if (lanes.areAllVirtual()) {
            entry.publishVirtual(lanes.rank(next, now), next.since, lanes.steadyUntil(now), now);
        } else {
            entry.publish(lanes.rank(next, now), next.since, next.overtakenBefore, lanes.steadyUntil(now), now);
        }
    }

    /** Forgets the waits of a queue that is empty now: they say nothing about the next queue. */
    private void forgetWaits() {
        estimate.forget();
        if (shedder != null) {
            shedder.nobodyWaits();
        }
    }

    // --- Reading

    /** Returns the earliest waiter, or null. The caller holds the gate's lock. */
    @Nullable
    EarliestWaiter earliestWaiter() {
        QueuedWaiter<P> earliest = null;
        for (QueuedWaiter<P> head : lanes.heads(0, waiter -> 0)) {
            earliest = earliest == null || head.since - earliest.since < 0 ? head : earliest;
        }
        return earliest == null ? null : new EarliestWaiter(earliest.since, earliest.ticket.lane());
    }

    /** Returns whether all waiters were queued after that moment. The caller holds the gate's lock. */
    boolean haveAllComeAfter(long nanos) {
        return lanes.heads(nanos, waiter -> 0).stream().allMatch(head -> head.since - nanos > 0);
    }

    /** Returns the number of waiters by lane. The caller holds the gate's lock. */
    Map<Priority, Integer> waitingByLane() {
        Map<Priority, Integer> sizes = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            sizes.put(priority, lanes.size(priority));
        }
        return sizes;
    }

    /** Returns all waiters, in no particular order. The caller holds the gate's lock. */
    List<QueuedWaiter<P>> queued() {
        return lanes.all();
    }

    /** Returns the aging interval of the waiters. The caller holds the gate's lock. */
    long agingNanos() {
        return lanes.agingNanos();
    }

    /** Returns the estimated wait for each place in the queue, or -1 without an estimate. The caller holds the lock. */
    long nanosPerPlace() {
        return estimate.nanos(0);
    }
}
