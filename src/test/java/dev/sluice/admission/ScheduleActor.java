package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.ScheduleSupply.Permit;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A caller of a schedule: it takes one step of {@link Gate#enter} at a time, holds its permit for a while, and gives
 * it back in two steps, between which others may come. Each step is undone as a whole if it would block.
 */
final class ScheduleActor {

    /** Where it stands: what its next step does. */
    enum At {
        OUTSIDE,
        TRYING,
        PASSING,
        ENTERING,
        QUEUING,
        ANNOUNCING,
        LOOKING,
        PARKED,
        LEAVING,
        HOLDING,
        TELLING,
        DONE
    }

    private static final String[] TENANTS = {"a", "b", "c", null};
    private static final Priority[] LANES = Priority.values();

    final String name;
    final Thread thread;

    At at = At.OUTSIDE;
    Ticket ticket;
    QueuedWaiter<Permit> waiter;

    /** True if the actor takes all steps at once, by the gate's own loop. */
    boolean whole;

    boolean onStack;
    boolean woken;
    boolean interrupted;

    /** Has a place in the queue, or had one until its wait was settled. */
    boolean inLine;

    /** A permit was given to it, which it has not seen yet. */
    Permit granted;

    long callStart;
    long queuedAt;
    long calledAt;
    long arrival;
    long since;
    long deadlineAt;
    int overtaken;
    int bound;

    private final Schedule schedule;
    private final List<Permit> held = new ArrayList<>();
    private Permit back; // given back, not told of yet
    private Priority lane;
    private String tenant;
    private boolean nested;
    private boolean afterPark;
    private int rounds;

    ScheduleActor(Schedule schedule, String name, int rounds) {
        this.schedule = schedule;
        this.name = name;
        this.rounds = rounds;
        this.thread = new Thread(name);
    }

    String tenant() {
        return tenant;
    }

    Priority lane() {
        return lane;
    }

    boolean nested() {
        return nested;
    }

    List<Permit> held() {
        return held;
    }

    /** Returns whether the actor can take a step now. */
    boolean canStep() {
        return switch (at) {
            case DONE -> false;
            case PARKED -> !onStack && isRoused();
            case ENTERING -> !onStack && schedule.depth() == 0; // it will park, with nobody under it who must go on
            default -> !onStack;
        };
    }

    /** Returns whether the park of the actor ends, if the actor is parked. */
    boolean isRoused() {
        return woken || interrupted || schedule.now() >= deadlineAt;
    }

    /** Returns whether the actor does nothing by itself, or nothing that affects waiters. */
    boolean isAtRest() {
        return at == At.OUTSIDE || at == At.HOLDING || at == At.DONE || (at == At.PARKED && !isRoused());
    }

    /** Returns whether the actor is in the middle of an entrance. */
    boolean isEntering() {
        return at != At.OUTSIDE && at != At.HOLDING && at != At.TELLING && at != At.DONE;
    }

    /** Returns whether the actor is queued now. */
    boolean isQueued() {
        return inLine && (whole ? schedule.isListed(ticket) : waiter.outcome() == null);
    }

    boolean isVirtual() {
        return !whole && waiter.onVirtualThread;
    }

    void step() {
        switch (at) {
            case OUTSIDE -> begin();
            case TRYING -> tryIt();
            case PASSING -> pass();
            case ENTERING -> enter();
            case QUEUING -> queue();
            case ANNOUNCING -> announce();
            case PARKED -> unpark();
            case LOOKING -> look();
            case LEAVING -> leave();
            case HOLDING -> hold();
            case TELLING -> tell();
            case DONE -> throw new IllegalStateException(name);
        }
    }

    private void begin() {
        if (rounds-- == 0) {
            at = At.DONE;
            return;
        }
        choose(false);
    }

    private void choose(boolean again) {
        nested = again;
        if (!again) { // a second permit is asked for on behalf of the same tenant
            lane = LANES[schedule.random(schedule.lanes())];
            tenant = schedule.tenants() ? TENANTS[schedule.random(TENANTS.length)] : null;
        }
        whole = !again && schedule.mayBeWhole(this);
        at = At.TRYING;
    }

    private void tryIt() {
        callBegins();
        Permit permit = schedule.gate().tryEnter(lane, thread, this);
        if (permit != null) {
            admitted(permit);
            return;
        }
        long length = schedule.patience(nested);
        Deadline deadline = length == Long.MAX_VALUE
                ? Deadline.never(schedule.ticker())
                : Deadline.in(Duration.ofNanos(length), schedule.ticker());
        deadlineAt = length == Long.MAX_VALUE ? Long.MAX_VALUE : schedule.now() + length;
        ticket = new Ticket(lane, deadline, tenant, thread, nested, this);
        waiter = null;
        inLine = false;
        afterPark = false;
        at = whole ? At.ENTERING : At.PASSING;
    }

    private void pass() {
        callBegins();
        Permit permit = schedule.gate().pass(ticket);
        if (permit == null) {
            at = At.QUEUING;
        } else {
            admitted(permit);
        }
    }

    private void queue() {
        if (waiter == null) {
            waiter = new QueuedWaiter<>(ticket, schedule.isVirtual());
        }
        callBegins();
        Admission<Permit> outcome = schedule.gate().queue(waiter);
        if (outcome != null) {
            ended(outcome);
        } else {
            queued();
            at = At.ANNOUNCING;
        }
    }

    private void queued() {
        inLine = true;
        overtaken = 0;
        bound = schedule.gate().policy().overtaking();
        schedule.rules().queued(this);
    }

    private void announce() {
        at = schedule.random(16) == 0 ? At.LEAVING : At.LOOKING; // what is done in between may fail
    }

    private void unpark() {
        woken = false;
        afterPark = true;
        at = At.LOOKING;
    }

    private void look() {
        Admission<Permit> outcome = schedule.gate().poll(waiter);
        if (outcome != null) {
            ended(outcome);
        } else {
            at = afterPark && interrupted ? At.LEAVING : At.PARKED;
        }
    }

    private void leave() {
        Admission<Permit> outcome = schedule.gate().leave(waiter);
        schedule.rules().left(outcome);
        ended(outcome);
    }

    /** All steps, in the gate's own loop; others come while it is parked. */
    private void enter() {
        callBegins();
        try {
            Admission<Permit> outcome = schedule.gate().enter(ticket, queued -> {
                queued();
                schedule.othersMayCome();
            });
            boolean flag = Thread.interrupted();
            if (at == At.LEAVING && !flag) {
                throw schedule.violation(this + " forgot that it was interrupted");
            }
            ended(outcome);
        } catch (InterruptedException e) {
            if (!interrupted) {
                throw schedule.violation(name + " was never interrupted");
            }
            ended(Admission.refused(Outcome.TIMED_OUT, 0));
        } finally {
            boolean left = Thread.interrupted();
            schedule.trace(() -> name + (left ? " is interrupted still" : " is out"));
        }
    }

    /** Inside the gate's loop: until it is woken, its time is up, or for no reason. */
    void park() {
        at = At.PARKED;
        schedule.trace(() -> name + " parks");
        schedule.othersUntil(this);
        woken = false;
        at = At.LOOKING;
        if (interrupted) {
            Thread.currentThread().interrupt();
            at = At.LEAVING; // from now on somebody has to notice
        }
    }

    private void callBegins() {
        callStart = schedule.tick();
        schedule.rules().calls(this);
    }

    private void ended(Admission<Permit> outcome) {
        inLine = false;
        schedule.rules().ended(this, outcome);
        Permit permit = outcome.permit();
        if (permit == null) {
            interrupted = false;
            at = held.isEmpty() ? At.OUTSIDE : At.HOLDING;
        } else {
            admitted(permit);
        }
    }

    private void admitted(Permit permit) {
        schedule.rules().admitted(this, permit);
        held.add(permit);
        granted = null;
        interrupted = false;
        at = At.HOLDING;
    }

    private void hold() {
        if (held.size() == 1 && !nested && schedule.random(8) == 0) {
            choose(true);
            return;
        }
        if (schedule.random(2) == 0) {
            back = held.remove(held.size() - 1);
            schedule.supply().free(back, this);
            at = At.TELLING;
        }
    }

    private void tell() {
        if (schedule.random(4) == 0) {
            schedule.gate().supplied();
        } else {
            schedule.gate().supplied(lane, back);
        }
        nested = false;
        at = held.isEmpty() ? At.OUTSIDE : At.HOLDING;
    }

    @Override
    public String toString() {
        return name + "[" + at + (lane == null ? "" : " " + lane) + (tenant == null ? "" : " of " + tenant)
                + (nested ? " nested" : "") + "]";
    }
}
