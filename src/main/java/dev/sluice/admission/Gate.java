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
 * Selects the caller that receives the next free permit.
 *
 * <p><b>Guarantees.</b> While callers wait, a permit that becomes free is for the waiter whose turn it is (see {@link
 * Lanes}). A newcomer never overtakes a waiter of a higher lane. In its own lane, a newcomer overtakes a waiter never,
 * or a bounded number of times (see {@link Fairness}). A permit is granted before the caller's deadline only. A caller
 * that times out or is interrupted leaves the queue without a permit. If a permit was handed over in that moment, the
 * caller takes it instead, so no permit is lost. No foreign code runs under the lock.
 *
 * <p><b>The protocol</b> makes a lost wake-up impossible. A releaser first frees its permit, and then calls {@link
 * #supplied}, which reads the {@link EntryWord}. A caller first changes that word, and then polls the supply once more.
 * The later of the two threads sees the other. With bounded overtaking, the releaser only wakes the next waiter, and
 * leaves the permit free. From then on this waiter is in flight ({@link Dispatcher}), and other releasers rely on it.
 * The waiter in flight first ends its flight, and then polls. So the waiter finds all permits that were freed before.
 * docs/GATE.md has the proof.
 *
 * <p>The {@link Dispatcher} is the part of the gate that runs under the lock. Thread-safe. Closing is final.
 *
 * @param <P> the type of a permit
 */
public final class Gate<P> {

    private final PermitSource<P> supply;
    private final Ticker ticker;

    private final ReentrantLock lock = new GateLock();
    private final WaitCounters counters = new WaitCounters();
    private final EntryWord entry;
    private final Dispatcher<P> dispatcher; // Guarded by lock

    /** Creates a gate in front of {@code supply}. */
    public Gate(PermitSource<P> supply, AdmissionPolicy policy, Ticker ticker) {
        this.supply = supply;
        this.ticker = ticker;
        this.entry = new EntryWord(policy, ticker);
        this.dispatcher = new Dispatcher<>(supply, entry, counters);
    }

    // --- In

    /**
     * Enters without waiting.
     *
     * @return a permit, or null if none is free, a caller waits, or a restriction holds. {@link #enter} finds the cause
     */
    public @Nullable P tryEnter(Priority lane, Thread thread, Object note) {
        return entry.isOpen() ? supply.poll(entry.keptFrom(lane), thread, note, 0) : null;
    }

    /**
     * Enters, and waits in the lane until the deadline if necessary. The ticket's thread calls this method.
     *
     * @param onQueued receives the announcement of the wait, outside the lock. This method throws the exceptions of the
     *     listener, unless the caller has received a permit in that moment
     * @throws InterruptedException if the thread is interrupted before it has received a permit
     */
    public Admission<P> enter(Ticket ticket, WaitListener onQueued) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        P passed = pass(ticket);
        if (passed != null) {
            return Admission.admitted(passed, 0);
        }
        QueuedWaiter<P> waiter = new QueuedWaiter<>(ticket);
        Admission<P> immediate = queue(waiter);
        return immediate == null ? await(waiter, onQueued) : immediate;
    }

    /** Takes a permit ahead of the waiters, or returns null. A step of {@link #enter}. */
    @Nullable
    P pass(Ticket ticket) {
        EntryWord.Passage passage = entry.passage(ticket.lane());
        if (passage == EntryWord.Passage.NONE) {
            return null;
        }
        int reserved = entry.keptFrom(ticket);
        boolean sameLane = passage != EntryWord.Passage.FREE;
        if (sameLane && !mayOvertake(passage, reserved)) {
            return null;
        }
        P permit = supply.poll(reserved, ticket.thread(), ticket.note(), 0);
        if (permit != null && sameLane) {
            counters.overtook();
        }
        return permit;
    }

    /**
     * Returns whether a newcomer may take a permit ahead of waiters of its lane, after it has claimed that if it must.
     * Without a waiter in flight, a free permit has a releaser that is about to hand it over, so the search would nearly
     * always be in vain. The search precedes the claim, so that such attempts do not use up the limit.
     */
    private boolean mayOvertake(EntryWord.Passage passage, int reserved) {
        if (!dispatcher.isAnyInFlight()) {
            return false;
        }
        return passage == EntryWord.Passage.IN_TIME
                ? supply.isAnyFree(reserved)
                : entry.mayOvertake() && supply.isAnyFree(reserved) && entry.claimOvertaking();
    }

    /** Queues the waiter. Returns the outcome of a caller that need not or must not wait. A step of {@link #enter}. */
    @Nullable
    Admission<P> queue(QueuedWaiter<P> waiter) {
        List<QueuedWaiter<P>> settled = new ArrayList<>(1);
        Admission<P> refused;
        lock.lock();
        try {
            refused = dispatcher.refusal(waiter.ticket);
            if (refused == null) {
                waiter.since = ticker.nanos(); // under the lock: a wait for the lock may be long
                refused = dispatcher.queue(waiter, settled);
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

    private Admission<P> await(QueuedWaiter<P> waiter, WaitListener listener) throws InterruptedException {
        Admission<P> outcome = announce(waiter, listener, true);
        int parks = 0;
        while (outcome == null) {
            long remaining = waiter.ticket.deadline().remainingNanos();
            ticker.park(this, parks == 0 ? Math.min(remaining, listener.firstParkNanos()) : remaining);
            outcome = poll(waiter);
            if (outcome == null && Thread.interrupted()) {
                outcome = leave(waiter);
                if (outcome.outcome() != Outcome.ADMITTED) {
                    counters.brokenOff(waiter.ticket.lane(), outcome);
                    throw new InterruptedException();
                }
                Thread.currentThread().interrupt(); // this wait has its permit; the next wait ends
            }
            if (outcome == null && parks++ == 0) {
                outcome = announce(waiter, listener, false);
            }
        }
        counters.waited(waiter.ticket.lane(), outcome);
        return outcome;
    }

    /** Announces the wait, then polls the outcome. A failed announcement ends the wait, but never drops a permit. */
    private @Nullable Admission<P> announce(QueuedWaiter<P> waiter, WaitListener listener, boolean first) {
        try {
            if (first) {
                listener.queued(waiter.ticket);
            } else {
                listener.stillWaiting(waiter.ticket);
            }
        } catch (Throwable t) {
            Admission<P> outcome = leave(waiter);
            if (outcome.outcome() != Outcome.ADMITTED) {
                counters.brokenOff(waiter.ticket.lane(), outcome);
                throw t;
            }
            return outcome; // RACE: handed over in that moment; a permit is never dropped
        }
        // RACE: the listener may have parked, at a lock, and so have consumed the wake-up
        return poll(waiter);
    }

    /**
     * Returns the outcome, or null if the waiter has to park. A step of {@link #enter}. The waiter's own thread calls
     * this method.
     */
    @Nullable
    Admission<P> poll(QueuedWaiter<P> waiter) {
        Admission<P> outcome = waiter.outcome();
        if (outcome != null) {
            dispatcher.woke(ticker.nanos() - waiter.since - outcome.waitedNanos());
        } else if (dispatcher.isInFlight(waiter)) {
            outcome = land(waiter);
        }
        if (outcome == null && waiter.ticket.deadline().isExpired()) {
            outcome = leave(waiter);
        }
        return outcome;
    }

    /** Returns the waiter that was woken to poll for a permit itself, or null. */
    @Nullable
    QueuedWaiter<P> inFlight() {
        return dispatcher.inFlight();
    }

    /** Lands after a wake-up: serves all waiters that can be served, most likely the calling waiter. */
    private @Nullable Admission<P> land(QueuedWaiter<P> waiter) {
        List<QueuedWaiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            long now = ticker.nanos();
            dispatcher.land(waiter, now); // before the poll: see the protocol
            dispatcher.dispatch(now, settled);
        } finally {
            lock.unlock();
        }
        wake(settled, waiter);
        return waiter.outcome();
    }

    /** Takes the waiter out of its lane. An outcome that was settled before stands. A step of {@link #enter}. */
    Admission<P> leave(QueuedWaiter<P> waiter) {
        List<QueuedWaiter<P>> settled = new ArrayList<>(0);
        Admission<P> outcome;
        lock.lock();
        try {
            outcome = waiter.outcome();
            if (outcome == null) {
                long now = ticker.nanos();
                outcome = Admission.refused(Outcome.TIMED_OUT, now - waiter.since);
                waiter.settle(outcome);
                dispatcher.remove(waiter);
                dispatcher.endFlight(waiter); // the dispatch serves the permits that were left to it
                dispatcher.dispatch(now, settled);
            }
        } finally {
            lock.unlock();
        }
        wake(settled, waiter);
        return outcome;
    }

    // --- Out

    /** Reports that permits became free for another reason than a release by a caller. */
    public void supplied() {
        if (EntryWord.rank(entry.read()) >= 0) {
            change(() -> {});
        }
    }

    /**
     * Reports that a caller released a permit.
     *
     * @param by the lane of the caller, which is likely to acquire again soon
     * @param permit the released permit, free by now
     */
    public void supplied(Priority by, P permit) {
        int seen = entry.read();
        int rank = EntryWord.rank(seen);
        if (rank < 0 || (dispatcher.isAnyInFlight() && entry.mayPass(seen, rank, by))) {
            return; // no caller waits, or a waiter is in flight and newcomers may pass it meanwhile
        }
        List<QueuedWaiter<P>> settled = new ArrayList<>(1);
        lock.lock();
        try {
            dispatcher.release(by, permit, ticker.nanos(), settled);
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    /**
     * Reports that an expected permit will not arrive, because its creation failed. Free permits are handed out first.
     * Then the next waiter fails with the cause. While the gate is paused, no waiter is refused.
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

    /**
     * Refuses all waiters that were queued by {@code time}: they fail with the cause. Free permits are handed out first.
     * While the gate is paused, no waiter is refused.
     */
    public void refuseQueuedBy(Throwable cause, long time) {
        settling(settled -> dispatcher.failQueuedBy(cause, time, ticker.nanos(), settled));
    }

    /** Runs a step under the lock, and then wakes the waiters that the step settles. */
    private void settling(Consumer<List<QueuedWaiter<P>>> step) {
        List<QueuedWaiter<P>> settled = new ArrayList<>();
        lock.lock();
        try {
            step.accept(settled);
        } finally {
            lock.unlock();
        }
        wake(settled, null);
    }

    private void wake(List<QueuedWaiter<P>> settled, @Nullable QueuedWaiter<P> self) {
        for (QueuedWaiter<P> waiter : settled) {
            if (waiter != self) {
                ticker.unpark(waiter.ticket.thread());
            }
        }
    }

    // --- Operating

    /** Admits no caller until {@link #resume()}. Waiters and newcomers wait, and their deadlines hold. */
    public void pause() {
        change(() -> entry.restrict(EntryWord.PAUSED));
    }

    /** Admits callers again. */
    public void resume() {
        change(() -> entry.lift(EntryWord.PAUSED));
    }

    /** Puts other rules in force, for newcomers and for waiters. The new rules refuse no waiter that is queued. */
    public void policy(AdmissionPolicy newPolicy) {
        change(() -> {
            entry.use(newPolicy);
            dispatcher.use(newPolicy);
        });
    }

    private void change(Runnable change) {
        settling(settled -> {
            change.run();
            dispatcher.beginQueue();
            long now = ticker.nanos();
            dispatcher.publish(now);
            dispatcher.dispatch(now, settled);
        });
    }

    /** Refuses all waiters and newcomers until {@link #enable()}. Ends a pause. */
    public void disable() {
        refuseAll(Outcome.DISABLED, () -> {
            entry.restrict(EntryWord.DISABLED);
            entry.lift(EntryWord.PAUSED);
        });
    }

    /** Admits callers again after {@link #disable()}. */
    public void enable() {
        change(() -> entry.lift(EntryWord.DISABLED));
    }

    /** Refuses all waiters and newcomers. Does nothing the second time. */
    public void close() {
        refuseAll(Outcome.CLOSED, () -> entry.restrict(EntryWord.CLOSED));
    }

    private void refuseAll(Outcome outcome, Runnable change) {
        settling(settled -> {
            change.run();
            dispatcher.refuseAll(outcome, ticker.nanos(), settled);
        });
    }

    // --- Reading

    /** Returns whether no caller waits and new callers can enter. */
    public boolean isOpen() {
        return entry.isOpen();
    }

    /** Returns whether {@link #close()} was called. */
    public boolean isClosed() {
        return entry.shows(EntryWord.CLOSED);
    }

    /** Returns whether {@link #disable()} was called, without {@link #enable()} since. */
    public boolean isDisabled() {
        return entry.shows(EntryWord.DISABLED);
    }

    /** Returns whether {@link #pause()} was called, without {@link #resume()} since. */
    public boolean isPaused() {
        return entry.shows(EntryWord.PAUSED);
    }

    /** Returns whether a permit is free that is not reserved. */
    public boolean isAnyFreeForAll() {
        return supply.isAnyFree(entry.keptFrom(Priority.BACKGROUND));
    }

    /** Returns the waiter that was queued first, or null without waiters. */
    public @Nullable EarliestWaiter earliestWaiter() {
        lock.lock();
        try {
            return dispatcher.earliestWaiter();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of permits that the caller must leave to others, because they are reserved. */
    public int kept(Ticket ticket) {
        return entry.keptFrom(ticket);
    }

    /** Returns whether all waiters were queued after that moment; true without waiters. */
    public boolean haveAllComeAfter(long nanos) {
        lock.lock();
        try {
            return dispatcher.haveAllComeAfter(nanos);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of waiters of all lanes. A caller counts after a poll without a free permit, until it is
     * served or refused.
     */
    public int waiting() {
        return entry.waiting();
    }

    /**
     * Returns the number of the present or last queue. A queue begins with its first waiter, and anew with each change
     * by an operator. During a queue, each permit that becomes free is reported by {@link #supplied}. So what a waiter
     * has found out about permits that are not free need not be found out by the waiters behind it.
     */
    public long queueNumber() {
        return dispatcher.queueNumber();
    }

    /** Returns the number of waiters by lane. */
    public Map<Priority, Integer> waitingByLane() {
        lock.lock();
        try {
            return dispatcher.waitingByLane();
        } finally {
            lock.unlock();
        }
    }

    /** Returns all waiters in the current order of their turns. The order ignores shares of tenants. */
    public List<QueuedCaller> waiters() {
        List<QueuedWaiter<P>> queued;
        long agingNanos;
        long nanosPerPlace;
        long now;
        lock.lock();
        try {
            queued = dispatcher.queued();
            agingNanos = dispatcher.agingNanos();
            nanosPerPlace = dispatcher.nanosPerPlace();
            now = ticker.nanos();
        } finally {
            lock.unlock();
        }
        // Not under the lock: with many waiters this takes long. Its fields are written before a waiter is queued, and
        // never again.
        return QueuedCaller.of(Turn.of(queued, now, agingNanos), nanosPerPlace);
    }

    /** Returns the counters since the gate was created. */
    public WaitCounters counters() {
        return counters;
    }

    /** Returns the rules in force. */
    public AdmissionPolicy policy() {
        return entry.policy();
    }
}
