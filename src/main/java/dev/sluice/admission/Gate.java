package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets the next free permit.
 *
 * <p><b>Guarantees.</b> A permit that becomes free while callers wait goes to the one whose turn it is (see
 * {@link Lanes}); a newcomer never overtakes anybody of a higher lane, and in its own lane never or a bounded
 * number of times (see {@link Fairness}). A permit is granted only before the caller's deadline. A caller that
 * times out or is interrupted either leaves the queue without a permit or, if one was handed to it in that very
 * moment, takes it: no permit is lost between the two. No foreign code runs under the lock.
 *
 * <p><b>The protocol</b> that makes a lost wake-up impossible: a giver first makes its permit free, then calls
 * {@link #supplied}, which reads the {@link EntryWord}; a caller first changes that word, then polls the supply once
 * more. Whichever comes second sees the other. Where overtaking is allowed, the giver only wakes the waiter whose
 * turn it is, and leaves the permit free; {@link #inFlight} tells further givers that somebody is on his way to
 * look. That one clears {@code inFlight}, and then looks: whatever was freed before, it finds. docs/GATE.md has
 * the whole argument.
 *
 * <p>Thread-safe. Closing is final.
 *
 * @param <P> what a permit is
 */
public final class Gate<P> {

    private final PermitSource<P> supply;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Lanes<P> lanes; // Guarded by lock
    private final WaitEstimate estimate = new WaitEstimate(); // Guarded by lock
    private final WaitCounters counters = new WaitCounters();
    private @Nullable Shedder shedder; // Guarded by lock
    private boolean forEverybody; // Guarded by lock; nothing is kept, shared out or shed

    private final EntryWord entry;

    /** The waiter that was woken to look for a permit itself. */
    private volatile @Nullable Waiter<P> inFlight; // Written under lock

    /** A gate in front of {@code supply}. */
    public Gate(PermitSource<P> supply, AdmissionPolicy policy, Ticker ticker) {
        this.supply = supply;
        this.ticker = ticker;
        this.lanes = new Lanes<>(policy);
        this.forEverybody = policy.isForEverybody();
        this.shedder = Shedder.of(policy.shedding());
        this.entry = new EntryWord(policy, ticker);
    }

    // --- In

    /**
     * Enters without waiting: a permit, or null if none is free, somebody waits, or something else stands in
     * the way. {@link #enter} finds out what.
     */
    public @Nullable P tryEnter(Priority lane, Thread thread, Object note) {
        return entry.isOpen() ? supply.poll(entry.keptFrom(lane), thread, note, 0) : null;
    }

    /**
     * Enters, waiting in the lane until the deadline if need be. To be called by the ticket's thread.
     *
     * @param onQueued told, outside the lock, that the caller has to wait. What it throws, this throws, unless the
     *     caller has got a permit in that moment
     * @throws InterruptedException if the thread is interrupted before a permit was handed to it
     */
    public Admission<P> enter(Ticket ticket, WaitListener onQueued) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        P passed = pass(ticket);
        if (passed != null) {
            return Admission.admitted(passed, 0);
        }
        Waiter<P> waiter = new Waiter<>(ticket);
        Admission<P> immediate = queue(waiter);
        if (immediate != null) {
            return immediate;
        }
        try {
            onQueued.queued(ticket);
        } catch (Throwable t) {
            Admission<P> granted = grantedMeanwhile(waiter);
            if (granted == null) {
                throw t;
            }
            return granted;
        }
        return await(waiter, onQueued);
    }

    /**
     * Returns the permit that the caller was given meanwhile, or null. A failed announcement ends the wait, but never
     * drops a permit.
     */
    private @Nullable Admission<P> grantedMeanwhile(Waiter<P> waiter) {
        Admission<P> outcome = leave(waiter);
        counters.waited(outcome);
        return outcome.outcome() == Outcome.ADMITTED ? outcome : null;
    }

    /** A step of {@link #enter}: a permit that may be had before those who wait, or null. */
    @Nullable
    P pass(Ticket ticket) {
        EntryWord.Passage passage = entry.passage(ticket.lane());
        if (passage == EntryWord.Passage.NONE) {
            return null;
        }
        int reserved = entry.keptFrom(ticket);
        boolean sameLane = passage == EntryWord.Passage.CLAIMED;
        // looks before it claims, so that vain attempts do not use up what is allowed
        if (sameLane && (!entry.mayOvertake() || !supply.isAnyFree(reserved) || !entry.claimOvertaking())) {
            return null;
        }
        P permit = supply.poll(reserved, ticket.thread(), ticket.note(), 0);
        if (permit != null && sameLane) {
            counters.overtook();
        }
        return permit;
    }

    /** A step of {@link #enter}: queues the waiter, or says why it need not or must not wait. */
    @Nullable
    Admission<P> queue(Waiter<P> waiter) {
        List<Waiter<P>> settled = new ArrayList<>(1);
        Admission<P> refused;
        lock.lock();
        try {
            refused = refusal(waiter);
            if (refused == null) {
                waiter.since = ticker.nanos(); // not before: while it stood at the lock, others came and were late
                waiter.overtakenBefore = entry.overtaken();
                lanes.add(waiter);
                // RACE: a permit may have become free while nobody seemed to wait; its giver saw nobody to hand it
                // to, so it has to be looked for now, after `entry` has been changed.
                publishEntry(waiter.since);
                handOut(waiter.since, settled);
                refused = capped(waiter);
                publish(waiter.since);
            }
        } finally {
            lock.unlock();
        }
        wake(settled, waiter);
        Admission<P> outcome = refused == null ? waiter.outcome() : refused;
        if (outcome == null) {
            counters.queued();
        }
        return outcome;
    }

    private @Nullable Admission<P> refusal(Waiter<P> waiter) {
        if (entry.isRestricted(EntryWord.CLOSED)) {
            return Admission.refused(Outcome.CLOSED, 0);
        }
        if (entry.isRestricted(EntryWord.DISABLED)) {
            return Admission.refused(Outcome.DISABLED, 0);
        }
        AdmissionPolicy policy = entry.policy();
        if (policy.hasTenants() && policy.shareOf(waiter.ticket.tenant()) == null) {
            return Admission.refused(Outcome.UNKNOWN_TENANT, 0);
        }
        return null;
    }

    /** Of a waiter that has just been queued and could not be served: whether it must not stay. */
    private @Nullable Admission<P> capped(Waiter<P> waiter) {
        Outcome outcome = waiter.outcome() == null ? whyNotWait(waiter) : null;
        if (outcome == null) {
            return null;
        }
        lanes.remove(waiter);
        return Admission.refused(outcome, 0);
    }

    private @Nullable Outcome whyNotWait(Waiter<P> waiter) {
        Ticket ticket = waiter.ticket;
        if (waiter.isLate(waiter.since)) {
            return Outcome.TIMED_OUT;
        }
        AdmissionPolicy policy = entry.policy();
        Integer laneCap = policy.maxWaitersByLane().get(ticket.lane());
        if (lanes.size() > policy.maxWaiters() || (laneCap != null && lanes.size(ticket.lane()) > laneCap)) {
            if (policy.enforceCaps()) {
                counters.saturated();
                return Outcome.SATURATED;
            }
            counters.overCap();
        }
        if (policy.failFast()
                && estimate.nanos(waiter.ahead) > ticket.deadline().remainingNanos(waiter.since)) {
            counters.hopeless();
            return Outcome.HOPELESS;
        }
        return null;
    }

    private Admission<P> await(Waiter<P> waiter, WaitListener arrival) throws InterruptedException {
        int parks = 0;
        Admission<P> outcome = look(waiter);
        while (outcome == null) {
            long remaining = waiter.ticket.deadline().remainingNanos();
            ticker.park(this, parks == 0 ? Math.min(remaining, WaitListener.SHORT_NANOS) : remaining);
            outcome = look(waiter);
            if (outcome == null && Thread.interrupted()) {
                outcome = leave(waiter);
                if (outcome.outcome() != Outcome.ADMITTED) {
                    counters.waited(outcome);
                    throw new InterruptedException();
                }
                Thread.currentThread().interrupt(); // it has its permit; the next wait will notice
            }
            if (outcome == null && parks++ == 0) {
                outcome = announceLongWait(waiter, arrival);
            }
        }
        counters.waited(outcome);
        return outcome;
    }

    private @Nullable Admission<P> announceLongWait(Waiter<P> waiter, WaitListener arrival) {
        try {
            arrival.stillWaiting(waiter.ticket);
        } catch (Throwable t) {
            Admission<P> outcome = leave(waiter);
            if (outcome.outcome() != Outcome.ADMITTED) {
                counters.waited(outcome);
                throw t;
            }
            return outcome; // RACE: handed over in that very moment; a permit is never dropped
        }
        // RACE: it may have parked in there, at a lock, and what it woke from then was our wake-up
        return look(waiter);
    }

    /** A step of {@link #enter}: whether the wait is over, or the waiter has to park. By its own thread. */
    @Nullable
    Admission<P> look(Waiter<P> waiter) {
        Admission<P> outcome = waiter.outcome();
        if (outcome == null && inFlight == waiter) {
            outcome = land(waiter);
        }
        if (outcome == null && waiter.ticket.deadline().isExpired()) {
            outcome = leave(waiter);
        }
        return outcome;
    }

    /** Serves the waiters that can be served, most likely the calling waiter, after a wake-up to look. */
    private @Nullable Admission<P> land(Waiter<P> waiter) {
        List<Waiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            if (inFlight == waiter) {
                inFlight = null; // first, then look: see the protocol
            }
            dispatch(ticker.nanos(), settled);
        } finally {
            lock.unlock();
        }
        wake(settled, waiter);
        return waiter.outcome();
    }

    /** A step of {@link #enter}: takes the waiter out of its lane; if it was settled in the meantime, that stands. */
    Admission<P> leave(Waiter<P> waiter) {
        List<Waiter<P>> settled = new ArrayList<>(0);
        Admission<P> outcome;
        lock.lock();
        try {
            outcome = waiter.outcome();
            if (outcome == null) {
                long now = ticker.nanos();
                outcome = Admission.refused(Outcome.TIMED_OUT, now - waiter.since);
                waiter.settle(outcome);
                lanes.remove(waiter);
                if (inFlight == waiter) {
                    inFlight = null; // what it was woken for is still there
                }
                dispatch(now, settled);
            }
        } finally {
            lock.unlock();
        }
        wake(settled, waiter);
        return outcome;
    }

    // --- Out

    /** Tells that permits became free, by something other than a caller that gave one back. */
    public void supplied() {
        if (EntryWord.rank(entry.read()) >= 0) {
            change(() -> {});
        }
    }

    /**
     * Tells that a caller gave a permit back.
     *
     * @param by its lane: it may well come again at once
     * @param permit what it gave back, free by now
     */
    public void supplied(Priority by, P permit) {
        int seen = entry.read();
        int rank = EntryWord.rank(seen);
        if (rank < 0 || (inFlight != null && entry.mayPass(seen, rank, by))) {
            return; // nobody waits, or who does is on his way, and meanwhile newcomers may have it
        }
        List<Waiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            serve(by, permit, settled);
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    /**
     * Tells that a permit which was on its way to those who wait will not come, as something failed: the one whose turn
     * it is does not wait any longer, and learns the cause. Who can be served with what is free is served before. While
     * the gate is paused nobody's turn comes, and nobody is refused.
     */
    public void refuseNext(Throwable cause) {
        List<Waiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            long now = ticker.nanos();
            dispatch(now, settled);
            Waiter<P> next = isPausedNow() ? null : lanes.next(now);
            if (next != null) {
                settle(next, Admission.failed(cause, now - next.since), settled);
                dispatch(now, settled); // it may have been in flight: whoever takes the mark away looks
            }
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    /**
     * Refuses waiters without a deadline after a failure that began at {@code begun}. The waiters queued by then fail
     * with the cause, because nothing else would ever end their wait. Waiters with a deadline keep waiting. While the
     * gate is paused, no waiter is refused.
     */
    public void refuseWithoutDeadline(Throwable cause, long begun) {
        List<Waiter<P>> settled = new ArrayList<>();
        lock.lock();
        try {
            long now = ticker.nanos();
            dispatch(now, settled);
            if (!isPausedNow() && lanes.size() > 0) {
                lanes.matching(waiter -> waiter.ticket.deadline().isNever() && waiter.since - begun <= 0)
                        .forEach(waiter -> settle(waiter, Admission.failed(cause, now - waiter.since), settled));
                dispatch(now, settled); // a refused waiter may have been in flight
            }
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    private void serve(Priority by, P permit, List<Waiter<P>> settled) {
        long now = ticker.nanos();
        Waiter<P> next = lanes.next(now);
        if (next != null && mayLook(next, by, now)) {
            inFlight = next;
            settled.add(next);
            publish(now);
        } else if (next == null || !handOver(permit, next, now, settled)) {
            dispatch(now, settled);
        }
    }

    /**
     * Where all permits are for everybody, and nobody is on his way to look for what others have left to him, there
     * is nothing free but this permit, and what other givers are about to tell of.
     */
    private boolean handOver(P permit, Waiter<P> next, long now, List<Waiter<P>> settled) {
        long waited = now - next.since;
        if (!forEverybody
                || isPausedNow()
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

    /** Returns whether waking the waiter is enough, so that the permit stays for the first caller. */
    private boolean mayLook(Waiter<P> next, Priority by, long now) {
        return inFlight == null && !next.onVirtualThread && entry.mayPass(entry.read(), lanes.rank(next, now), by);
    }

    private void wake(List<Waiter<P>> settled, @Nullable Waiter<P> self) {
        for (Waiter<P> waiter : settled) {
            if (waiter != self) {
                ticker.unpark(waiter.ticket.thread());
            }
        }
    }

    // --- Under the lock

    /** Hands out what is free. Adds the waiters that have to be woken once the lock is open. */
    private void dispatch(long now, List<Waiter<P>> settled) {
        handOut(now, settled);
        publish(now);
    }

    private void handOut(long now, List<Waiter<P>> settled) {
        if (!isPausedNow()) {
            while (lanes.size() > 0 && serveOne(now, settled)) {
                // each turn settles one
            }
        }
    }

    private boolean serveOne(long now, List<Waiter<P>> settled) {
        AdmissionPolicy policy = entry.policy();
        if (!policy.hasTenants()) {
            return serveFirst(lanes.heads(now, waiter -> 0), WaiterSearch.of(waiter -> true), now, settled);
        }
        Shares shares = new Shares(policy, supply, wantingTenants(now));
        List<Waiter<P>> heads = lanes.heads(now, waiter -> shares.load(waiter.ticket.tenant()));
        WaiterSearch<P> within = WaiterSearch.of(waiter -> shares.isWithinItsPart(waiter.ticket.tenant()));
        // a permit that nobody may have by its part is better lent than idle
        return serveFirst(heads, within, now, settled)
                || serveFirst(
                        heads, within.orElse(waiter -> shares.mayHaveOneMore(waiter.ticket.tenant())), now, settled);
    }

    private boolean serveFirst(List<Waiter<P>> heads, WaiterSearch<P> search, long now, List<Waiter<P>> settled) {
        for (Waiter<P> next : heads) {
            // who has no time to wait may have what is free when it comes
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

    private void settle(Waiter<P> waiter, Admission<P> outcome, List<Waiter<P>> settled) {
        lanes.remove(waiter);
        if (inFlight == waiter) {
            inFlight = null;
        }
        waiter.settle(outcome);
        settled.add(waiter);
    }

    /** Null if no permit is free for it. */
    private @Nullable Admission<P> tryServe(Waiter<P> waiter, int reserved, long now) {
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
     * Returns the standing wait; a single waiter is no standing queue, and its refusal would leave the permit unused.
     */
    private long standing(long waitedNanos) {
        return lanes.size() > 1 ? waitedNanos : 0;
    }

    private Set<String> wantingTenants(long now) {
        Set<String> wanting = new HashSet<>();
        for (Waiter<P> head : lanes.heads(now, waiter -> 0)) {
            wanting.add(Shares.nameOf(head.ticket.tenant()));
        }
        return wanting;
    }

    /** Publishes the number of waiters, and the entry word. */
    private void publish(long now) {
        entry.publishWaiting(lanes.size());
        publishEntry(now);
    }

    private void publishEntry(long now) {
        Waiter<P> next = lanes.next(now);
        if (next == null) {
            entry.publishNoWaiter();
            forgetWaits();
        } else {
            entry.publish(lanes.rank(next, now), next.overtakenBefore, lanes.steadyUntil(now));
        }
    }

    /** Nobody waits any more: what was seen of this queue says nothing about the next. */
    private void forgetWaits() {
        estimate.forget();
        if (shedder != null) {
            shedder.nobodyWaits();
        }
    }

    private boolean isPausedNow() {
        return entry.isRestricted(EntryWord.PAUSED);
    }

    // --- Steering

    /** Lets nobody in until {@link #resume()}: those who wait and those who come wait, with their deadlines. */
    public void pause() {
        change(() -> entry.restrict(EntryWord.PAUSED));
    }

    /** Lets callers in again. */
    public void resume() {
        change(() -> entry.lift(EntryWord.PAUSED));
    }

    /** Puts other rules in force, for the next caller and for those who wait; who waits already is not refused. */
    public void policy(AdmissionPolicy newPolicy) {
        change(() -> {
            entry.use(newPolicy);
            forEverybody = newPolicy.isForEverybody();
            shedder = Shedder.of(newPolicy.shedding());
            lanes.use(newPolicy);
        });
    }

    private void change(Runnable change) {
        List<Waiter<P>> settled = new ArrayList<>();
        lock.lock();
        try {
            change.run();
            long now = ticker.nanos();
            publish(now);
            dispatch(now, settled);
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    /** Refuses everybody who waits and everybody who comes, until {@link #enable()}. It is not paused any more. */
    public void disable() {
        refuseAll(Outcome.DISABLED, () -> {
            entry.restrict(EntryWord.DISABLED);
            entry.lift(EntryWord.PAUSED);
        });
    }

    /** Lets callers in again that {@link #disable()} keeps out. */
    public void enable() {
        change(() -> entry.lift(EntryWord.DISABLED));
    }

    /** Refuses everybody who waits and everybody who comes. Does nothing the second time. */
    public void close() {
        refuseAll(Outcome.CLOSED, () -> entry.restrict(EntryWord.CLOSED));
    }

    private void refuseAll(Outcome outcome, Runnable change) {
        List<Waiter<P>> refused;
        lock.lock();
        try {
            change.run();
            long now = ticker.nanos();
            refused = lanes.drain();
            refused.forEach(waiter -> waiter.settle(Admission.refused(outcome, now - waiter.since)));
            inFlight = null;
            publish(now);
        } finally {
            lock.unlock();
        }
        wake(refused, null);
    }

    // --- Looking

    /** Returns whether no caller waits and new callers can enter. */
    public boolean isOpen() {
        return entry.isOpen();
    }

    /** Returns whether {@link #close()} was called. */
    public boolean isClosed() {
        return entry.shows(EntryWord.CLOSED);
    }

    /** Returns whether {@link #disable()} was called, and {@link #enable()} not since. */
    public boolean isDisabled() {
        return entry.shows(EntryWord.DISABLED);
    }

    /** Returns whether {@link #pause()} was called, and {@link #resume()} not since. */
    public boolean isPaused() {
        return entry.shows(EntryWord.PAUSED);
    }

    /** Returns whether a permit is free that is not reserved. */
    public boolean isAnyFreeForAll() {
        return supply.isAnyFree(entry.keptFrom(Priority.BACKGROUND));
    }

    /** Returns whether all waiters were queued after that moment; true, too, without waiters. */
    public boolean haveAllComeAfter(long nanos) {
        lock.lock();
        try {
            return lanes.heads(nanos, waiter -> 0).stream().allMatch(head -> head.since - nanos > 0);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of callers queued now, over all lanes. A caller counts from the moment at which nothing free was
     * found for it, and no longer once it has been served or refused.
     */
    public int waiting() {
        return entry.waiting();
    }

    /** Callers queued now, by lane. */
    public Map<Priority, Integer> waitingByLane() {
        Map<Priority, Integer> sizes = new EnumMap<>(Priority.class);
        lock.lock();
        try {
            for (Priority priority : Priority.values()) {
                sizes.put(priority, lanes.size(priority));
            }
        } finally {
            lock.unlock();
        }
        return sizes;
    }

    /** Returns all waiters, in the current order of their turns, without regard to shares of tenants. */
    public List<Waiting> waiters() {
        List<Turn> turns;
        long perPlace;
        lock.lock();
        try {
            long now = ticker.nanos();
            turns = new ArrayList<>();
            for (Waiter<P> waiter : lanes.all()) {
                turns.add(new Turn(waiter.ticket, lanes.rank(waiter, now), waiter.number, now - waiter.since));
            }
            perPlace = estimate.nanos(0);
        } finally {
            lock.unlock();
        }
        turns.sort(Turn.ORDER); // not under the lock: the sort takes long with many waiters
        List<Waiting> waiters = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            int position = waiters.size() + 1;
            long wait = perPlace < 0 ? -1 : perPlace * position;
            waiters.add(new Waiting(turn.ticket(), position, turn.waitedNanos(), wait));
        }
        return waiters;
    }

    /** The place of a waiter among all waiters, copied under the lock. */
    private record Turn(Ticket ticket, int rank, long number, long waitedNanos) {

        static final Comparator<Turn> ORDER =
                Comparator.comparingInt(Turn::rank).thenComparingLong(Turn::number);
    }

    /**
     * Somebody who waits.
     *
     * @param ticket what it came with
     * @param position its place, from 1
     * @param waitedNanos how long it has waited
     * @param estimatedNanos how long it will wait yet, by the waits of late; -1 if there were none
     */
    public record Waiting(Ticket ticket, int position, long waitedNanos, long estimatedNanos) {}

    /** Returns the counters since the gate was created. */
    public WaitCounters counters() {
        return counters;
    }

    /** The rules in force. */
    public AdmissionPolicy policy() {
        return entry.policy();
    }
}
