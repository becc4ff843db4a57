package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.ReplayCaller.ReplayEnd;
import dev.sluice.admission.ReplayPermits.PermitTaker;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replays callers at a gate of another size, or with other rules. The gate is a real {@link Gate}, on simulated time and
 * over simulated permits, in the calling thread. Each caller arrives at its time, waits for its patience at most, and
 * keeps its permit for its hold. A woken waiter polls at once, so the replay has no delays of threads.
 *
 * <p>Memory is proportional to the number of callers. Each object replays once, in one thread.
 */
public final class GateReplay {

    private final List<ReplayCaller> callers;
    private final @Nullable ReplayEnd[] ends;
    private final ReplayTime time = new ReplayTime();
    private final ReplayPermits permits;
    private final Gate<Integer> gate;
    private final PriorityQueue<ReplayStep> steps =
            new PriorityQueue<>(Comparator.comparingLong(ReplayStep::nanos).thenComparing(ReplayStep::isDeadline));

    /** A step at a later time: the release of a permit, or, without a permit, the deadline of a waiter. */
    private record ReplayStep(
            long nanos,
            PermitTaker taker,
            int permit,
            @Nullable QueuedWaiter<Integer> waiter) {

        boolean isDeadline() {
            return waiter != null;
        }
    }

    private GateReplay(List<ReplayCaller> callers, int size, AdmissionPolicy policy) {
        this.callers = callers;
        this.ends = new ReplayEnd[callers.size()];
        this.time.nanos = callers.isEmpty() ? 0 : callers.get(0).arrivalNanos();
        this.permits = new ReplayPermits(size, this::admitted);
        this.gate = new Gate<>(permits, policy, time);
    }

    /**
     * Replays the callers.
     *
     * @param callers the callers, in the order of their arrivals
     * @param size number of permits, all free at the first arrival
     * @param limit the end of the calculation, on real time
     * @return the end of each caller, in the same order; null if the limit has passed
     */
    public static @Nullable List<ReplayEnd> run(
            List<ReplayCaller> callers, int size, AdmissionPolicy policy, Deadline limit) {
        return new GateReplay(callers, size, policy).run(limit);
    }

    private @Nullable List<ReplayEnd> run(Deadline limit) {
        int next = 0;
        while (next < callers.size() || !steps.isEmpty()) {
            if (limit.isExpired()) {
                return null;
            }
            if (next < callers.size() && isArrivalFirst(callers.get(next))) {
                arrive(new PermitTaker(next, callers.get(next)));
                next++;
            } else {
                step(steps.remove());
            }
            land();
        }
        List<ReplayEnd> all = new ArrayList<>(ends.length);
        for (ReplayEnd end : ends) {
            all.add(Objects.requireNonNull(end));
        }
        return all;
    }

    /** Returns whether the arrival is before the next step; at equal times, a release precedes it. */
    private boolean isArrivalFirst(ReplayCaller caller) {
        ReplayStep step = steps.peek();
        return step == null
                || caller.arrivalNanos() < step.nanos()
                || (caller.arrivalNanos() == step.nanos() && step.isDeadline());
    }

    private void arrive(PermitTaker taker) {
        ReplayCaller caller = taker.caller();
        time.moveTo(caller.arrivalNanos());
        Thread thread = Thread.currentThread();
        if (gate.tryEnter(caller.lane(), thread, taker) != null) {
            return;
        }
        Deadline deadline = caller.patienceNanos() == Long.MAX_VALUE
                ? Deadline.never(time)
                : Deadline.in(Duration.ofNanos(caller.patienceNanos()), time);
        Ticket ticket = new Ticket(caller.lane(), deadline, caller.tenant(), thread, false, taker);
        if (gate.pass(ticket) != null) {
            return;
        }
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(ticket);
        Admission<Integer> immediate = gate.queue(waiter);
        if (immediate != null) {
            ended(taker, immediate);
        } else {
            long latest = deadline.isNever() ? Long.MAX_VALUE : time.nanos + deadline.remainingNanos();
            steps.add(new ReplayStep(latest, taker, -1, waiter));
        }
    }

    private void step(ReplayStep step) {
        QueuedWaiter<Integer> waiter = step.waiter();
        if (waiter == null) {
            time.moveTo(step.nanos());
            permits.release(step.permit());
            gate.supplied(step.taker().caller().lane(), step.permit());
        } else if (ends[step.taker().index()] == null) {
            Admission<Integer> settled = waiter.outcome();
            if (settled == null) {
                time.moveTo(step.nanos());
                settled = gate.leave(waiter);
            }
            ended(step.taker(), settled);
        }
    }

    /** Lets the waiter that was woken poll, as its own thread does. */
    private void land() {
        for (QueuedWaiter<Integer> woken = gate.inFlight(); woken != null; woken = gate.inFlight()) {
            gate.poll(woken);
        }
    }

    private void admitted(PermitTaker taker, int permit) {
        long waited = Math.max(0, time.nanos - taker.caller().arrivalNanos());
        ends[taker.index()] = new ReplayEnd(Outcome.ADMITTED, waited);
        long back = time.nanos + taker.caller().holdNanos();
        steps.add(new ReplayStep(back < time.nanos ? Long.MAX_VALUE : back, taker, permit, null));
    }

    private void ended(PermitTaker taker, Admission<Integer> admission) {
        if (admission.outcome() != Outcome.ADMITTED) {
            ends[taker.index()] = new ReplayEnd(admission.outcome(), admission.waitedNanos());
        }
    }

    /** Time that the replay moves. Nothing parks. */
    private static final class ReplayTime implements Ticker {

        private long nanos;

        void moveTo(long moment) {
            nanos = Math.max(nanos, moment);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public void park(Object blocker, long forNanos) {
            throw new IllegalStateException("a replay does not wait");
        }

        @Override
        public void unpark(Thread thread) {
            // the replay polls for the woken waiter itself
        }
    }
}
