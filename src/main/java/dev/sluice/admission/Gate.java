package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets the next free permit.
 *
 * <p><b>Guarantees.</b> A permit that becomes free while callers wait goes straight to the one whose turn it
 * is (see {@link Lanes}); a newcomer never overtakes anybody who is queued. A permit is granted only before
 * the caller's deadline. A caller that times out or is interrupted either leaves the queue without a permit
 * or, if one was handed to it in that very moment, takes it: no permit is lost between the two. No foreign
 * code runs under the lock.
 *
 * <p><b>The protocol</b> that makes a lost wake-up impossible: a giver first makes its permit free, then
 * calls {@link #supplied()}, which reads {@link #waiting}; a caller first raises {@code waiting}, then polls
 * the supply once more. Whichever comes second sees the other.
 *
 * <p>Thread-safe. Closing is final.
 *
 * @param <P> what a permit is
 */
public final class Gate<P> {

    private final Supply<P> supply;
    private final Ticker ticker;
    private final AdmissionPolicy policy;

    private final ReentrantLock lock = new ReentrantLock();
    private final Lanes<P> lanes; // Guarded by lock
    private final WaitCounters counters = new WaitCounters();

    private volatile int waiting; // Written under lock
    private volatile boolean closed; // Written under lock

    /** A gate in front of {@code supply}. */
    public Gate(Supply<P> supply, AdmissionPolicy policy, Ticker ticker) {
        this.supply = supply;
        this.policy = policy;
        this.ticker = ticker;
        this.lanes = new Lanes<>(policy.aging().toNanos());
    }

    /** Enters without waiting: a permit, or null if none is free, somebody waits, or the gate is closed. */
    public @Nullable P tryEnter() {
        return waiting == 0 && !closed ? supply.poll() : null;
    }

    /**
     * Enters, waiting in the lane until the deadline if need be.
     *
     * @param onQueued called once, outside the lock, if the caller has to wait, before it does: the place to
     *     ask for more supply
     * @throws InterruptedException if the thread is interrupted before a permit was handed to it
     */
    public Admission<P> enter(Priority lane, Deadline deadline, Runnable onQueued) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long now = ticker.nanos();
        Waiter<P> waiter = new Waiter<>(lane, deadline, now);
        Admission<P> immediate = queue(waiter, now);
        if (immediate != null) {
            return immediate;
        }
        counters.queued();
        try {
            onQueued.run();
        } catch (Throwable t) {
            Admission<P> outcome = leave(waiter);
            counters.waited(outcome);
            if (outcome.outcome() == Outcome.ADMITTED) {
                return outcome; // RACE: handed over in that very moment; a permit is never dropped
            }
            throw t;
        }
        return await(waiter);
    }

    /** Tells that permits became free: each goes to the waiter whose turn it is. */
    public void supplied() {
        if (waiting == 0) {
            return;
        }
        List<Waiter<P>> served;
        lock.lock();
        try {
            served = dispatch(ticker.nanos());
        } finally {
            lock.unlock();
        }
        served.forEach(Waiter::wake);
    }

    /** Refuses everybody who waits and everybody who comes. Does nothing the second time. */
    public void close() {
        List<Waiter<P>> refused;
        lock.lock();
        try {
            closed = true;
            long now = ticker.nanos();
            refused = lanes.drain();
            refused.forEach(waiter -> waiter.settle(Admission.refused(Outcome.CLOSED, now - waiter.since)));
            waiting = 0;
        } finally {
            lock.unlock();
        }
        refused.forEach(Waiter::wake);
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Callers queued now, over all lanes. */
    public int waiting() {
        return waiting;
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

    /** What has been counted since the gate was made. */
    public WaitCounters counters() {
        return counters;
    }

    /** The rules in force. */
    public AdmissionPolicy policy() {
        return policy;
    }

    /** Queues the waiter, or says why it need not or must not wait. */
    private @Nullable Admission<P> queue(Waiter<P> waiter, long now) {
        List<Waiter<P>> served;
        lock.lock();
        try {
            if (closed) {
                return Admission.refused(Outcome.CLOSED, 0);
            }
            P free = lanes.size() == 0 ? supply.poll() : null;
            if (free != null) {
                return Admission.admitted(free, 0);
            }
            if (waiter.deadline.remainingNanos(now) == 0) {
                return Admission.refused(Outcome.TIMED_OUT, 0);
            }
            if (lanes.size() >= policy.maxWaiters()) {
                counters.saturated();
                return Admission.refused(Outcome.SATURATED, 0);
            }
            lanes.add(waiter);
            waiting = lanes.size();
            // RACE: a permit may have become free after the poll above and before `waiting` was raised; its
            // giver saw nobody to hand it to, so it has to be looked for again now.
            served = dispatch(now);
        } finally {
            lock.unlock();
        }
        served.forEach(Waiter::wake);
        return null;
    }

    /** Under the lock: hands out what is free. Returns the waiters to wake once the lock is open. */
    private List<Waiter<P>> dispatch(long now) {
        List<Waiter<P>> settled = new ArrayList<>(1);
        for (Waiter<P> next = lanes.next(now); next != null; next = lanes.next(now)) {
            boolean late = next.deadline.remainingNanos(now) == 0;
            P permit = late ? null : supply.poll();
            if (!late && permit == null) {
                break;
            }
            lanes.remove(next);
            long waited = now - next.since;
            next.settle(
                    permit == null ? Admission.refused(Outcome.TIMED_OUT, waited) : Admission.admitted(permit, waited));
            settled.add(next);
        }
        waiting = lanes.size();
        return settled;
    }

    private Admission<P> await(Waiter<P> waiter) throws InterruptedException {
        Admission<P> outcome = waiter.outcome();
        while (outcome == null) {
            long remaining = waiter.deadline.remainingNanos();
            if (remaining == 0) {
                outcome = leave(waiter);
                break;
            }
            ticker.park(this, remaining);
            outcome = waiter.outcome();
            if (outcome == null && Thread.interrupted()) {
                outcome = leave(waiter);
                if (outcome.outcome() != Outcome.ADMITTED) {
                    counters.waited(outcome);
                    throw new InterruptedException();
                }
                Thread.currentThread().interrupt(); // it has its permit; the next wait will notice
            }
        }
        counters.waited(outcome);
        return outcome;
    }

    /** Takes the waiter out of its lane; if it was settled in the meantime, that stands. */
    private Admission<P> leave(Waiter<P> waiter) {
        lock.lock();
        try {
            Admission<P> settled = waiter.outcome();
            if (settled != null) {
                return settled;
            }
            lanes.remove(waiter);
            waiting = lanes.size();
            Admission<P> timedOut = Admission.refused(Outcome.TIMED_OUT, ticker.nanos() - waiter.since);
            waiter.settle(timedOut);
            return timedOut;
        } finally {
            lock.unlock();
        }
    }
}
