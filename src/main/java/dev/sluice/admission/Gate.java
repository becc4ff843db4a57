package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
 * turn it is, and leaves the permit free; {@code inFlight} of the {@link Dispatcher} tells further givers that
 * somebody is on his way to look. That one clears {@code inFlight}, and then looks: whatever was freed before, it
 * finds. docs/GATE.md has the whole argument.
 *
 * <p>Thread-safe. Closing is final.
 *
 * @param <P> what a permit is
 */
public final class Gate<P> {

    private final PermitSource<P> supply;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final WaitCounters counters = new WaitCounters();
    private final EntryWord entry;
    private final Dispatcher<P> dispatcher; // Guarded by lock

    /** A gate in front of {@code supply}. */
    public Gate(PermitSource<P> supply, AdmissionPolicy policy, Ticker ticker) {
        this.supply = supply;
        this.ticker = ticker;
        this.entry = new EntryWord(policy, ticker);
        this.dispatcher = new Dispatcher<>(supply, entry, counters);
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
        return immediate == null ? await(waiter, onQueued) : immediate;
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
            refused = dispatcher.refusal(waiter.ticket);
            if (refused == null) {
                waiter.since = ticker.nanos(); // not before: while it stood at the lock, others came and were late
                dispatcher.add(waiter);
                // RACE: a permit may have become free while nobody seemed to wait; its giver saw nobody to hand it
                // to, so it has to be looked for now, after `entry` has been changed.
                dispatcher.publishEntry(waiter.since);
                dispatcher.handOut(waiter.since, settled);
                refused = dispatcher.capped(waiter);
                dispatcher.publish(waiter.since);
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

    private Admission<P> await(Waiter<P> waiter, WaitListener listener) throws InterruptedException {
        Admission<P> outcome = announce(waiter, listener, true);
        int parks = 0;
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
                outcome = announce(waiter, listener, false);
            }
        }
        counters.waited(outcome);
        return outcome;
    }

    /** Announces the wait, and looks. A failed announcement ends the wait, but never drops a permit. */
    private @Nullable Admission<P> announce(Waiter<P> waiter, WaitListener listener, boolean first) {
        try {
            if (first) {
                listener.queued(waiter.ticket);
            } else {
                listener.stillWaiting(waiter.ticket);
            }
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
        if (outcome == null && dispatcher.isInFlight(waiter)) {
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
            dispatcher.endFlight(waiter); // first, then look: see the protocol
            dispatcher.dispatch(ticker.nanos(), settled);
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
                dispatcher.remove(waiter);
                dispatcher.endFlight(waiter); // what it was woken for is still there
                dispatcher.dispatch(now, settled);
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
        if (rank < 0 || (dispatcher.isAnyInFlight() && entry.mayPass(seen, rank, by))) {
            return; // nobody waits, or who does is on his way, and meanwhile newcomers may have it
        }
        List<Waiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            dispatcher.release(by, permit, ticker.nanos(), settled);
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
        settling(settled -> dispatcher.failNext(cause, ticker.nanos(), settled));
    }

    /**
     * Refuses waiters without a deadline after a failure that began at {@code begun}. The waiters queued by then fail
     * with the cause, because nothing else would ever end their wait. Waiters with a deadline keep waiting. While the
     * gate is paused, no waiter is refused.
     */
    public void refuseWithoutDeadline(Throwable cause, long begun) {
        settling(settled -> dispatcher.failWithoutDeadline(cause, begun, ticker.nanos(), settled));
    }

    /** Takes a step under the lock, and then wakes the waiters that the step settles. */
    private void settling(Consumer<List<Waiter<P>>> step) {
        List<Waiter<P>> settled = new ArrayList<>();
        lock.lock();
        try {
            step.accept(settled);
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    private void wake(List<Waiter<P>> settled, @Nullable Waiter<P> self) {
        for (Waiter<P> waiter : settled) {
            if (waiter != self) {
                ticker.unpark(waiter.ticket.thread());
            }
        }
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
            dispatcher.use(newPolicy);
        });
    }

    private void change(Runnable change) {
        settling(settled -> {
            change.run();
            long now = ticker.nanos();
            dispatcher.publish(now);
            dispatcher.dispatch(now, settled);
        });
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
        settling(settled -> {
            change.run();
            dispatcher.refuseAll(outcome, ticker.nanos(), settled);
        });
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
            return dispatcher.haveAllComeAfter(nanos);
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
        lock.lock();
        try {
            return dispatcher.waitingByLane();
        } finally {
            lock.unlock();
        }
    }

    /** Returns all waiters, in the current order of their turns, without regard to shares of tenants. */
    public List<QueuedCaller> waiters() {
        List<Turn> turns;
        long nanosPerPlace;
        lock.lock();
        try {
            turns = dispatcher.turns(ticker.nanos());
            nanosPerPlace = dispatcher.nanosPerPlace();
        } finally {
            lock.unlock();
        }
        return QueuedCaller.of(turns, nanosPerPlace); // not under the lock: the sort takes long with many waiters
    }

    /** Returns the counters since the gate was created. */
    public WaitCounters counters() {
        return counters;
    }

    /** The rules in force. */
    public AdmissionPolicy policy() {
        return entry.policy();
    }
}
