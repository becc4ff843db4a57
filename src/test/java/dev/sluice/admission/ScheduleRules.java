package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.ScheduleActor.At;
import dev.sluice.admission.ScheduleOperator.Change;
import dev.sluice.admission.ScheduleSupply.Permit;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The promises of a gate, observed from outside, without the gate's own decisions. Order and shares are computed anew,
 * from the arrivals and from the permits that are held.
 */
final class ScheduleRules {

    private static final Field DISPATCHER = ScheduleLock.field(Gate.class, "dispatcher");
    private static final Field IN_FLIGHT = ScheduleLock.field(Dispatcher.class, "inFlight");
    private static final int MOST_RESERVED = 16;
    private static final long NEVER = Long.MAX_VALUE;

    private final Schedule schedule;
    private final ScheduleShares shares;

    private boolean paused;
    private boolean closed;
    private long pausedSince = NEVER;
    private long closedSince = NEVER;
    private boolean disabled;
    private long disabledSince = NEVER;
    private long disabledUntil = Long.MIN_VALUE;
    private long policySince;
    private AdmissionPolicy policy;

    private long lockedAt;
    private long allVirtualAt = Long.MIN_VALUE;
    private final long[] searchedAt = new long[MOST_RESERVED]; // under this lock, in vain, by where the search began
    private boolean left;

    private boolean everCapped;
    private boolean everShed;
    private boolean everFailedFast;

    ScheduleRules(Schedule schedule, AdmissionPolicy policy) {
        this.schedule = schedule;
        this.shares = new ScheduleShares(schedule);
        use(policy);
    }

    private void use(AdmissionPolicy newPolicy) {
        policy = newPolicy;
        everCapped |= newPolicy.enforceCaps();
        everShed |= newPolicy.shedding() != null;
        everFailedFast |= newPolicy.failFast();
        for (ScheduleActor actor : schedule.actors()) {
            actor.bound = Math.max(actor.bound, newPolicy.overtaking());
        }
    }

    // --- What happens

    /** The lock is taken, by a caller or, if null, by the operator. */
    void locked(ScheduleActor by) {
        if (schedule.looking()) {
            return;
        }
        lockedAt = schedule.tick();
        lookForPlatformThreads();
        Arrays.fill(searchedAt, NEVER);
        Change change = schedule.operator().change();
        if (by != null && isArriving(by)) {
            by.arrival = lockedAt;
            by.since = schedule.now();
        } else if (by == null && change != null) {
            begins(change);
        }
    }

    private static boolean isArriving(ScheduleActor actor) {
        return !actor.inLine && (actor.at == At.QUEUING || actor.at == At.ENTERING);
    }

    /** A change takes effect somewhere between the moment the lock is taken and the moment the call returns. */
    private void begins(Change change) {
        switch (change) {
            case PAUSE -> paused = true;
            case RESUME -> {
                paused = false;
                pausedSince = NEVER;
            }
            case CLOSE -> closed = true;
            case DISABLE -> {
                disabled = true;
                paused = false;
                pausedSince = NEVER;
            }
            case ENABLE -> {
                disabledUntil = disabled ? schedule.tick() : disabledUntil;
                disabled = false;
                disabledSince = NEVER;
            }
            case POLICY -> {
                policySince = NEVER;
                use(schedule.operator().policy());
            }
            default -> {}
        }
    }

    void changed(Change change, AdmissionPolicy to) {
        switch (change) {
            case PAUSE -> pausedSince = schedule.tick();
            case CLOSE -> closedSince = Math.min(closedSince, schedule.tick());
            case DISABLE -> disabledSince = schedule.tick();
            case POLICY -> policySince = schedule.tick();
            default -> {}
        }
    }

    /** Waiters come and leave under the lock only, so each time without platform threads among them is seen. */
    private void lookForPlatformThreads() {
        for (ScheduleActor actor : schedule.actors()) {
            if (actor.isQueued() && !actor.isVirtual()) {
                return;
            }
        }
        allVirtualAt = schedule.tick();
    }

    /** A call begins, before it looks at anything. */
    void calls(ScheduleActor actor) {
        lookForPlatformThreads();
        actor.calledAt = schedule.now();
    }

    void queued(ScheduleActor actor) {
        actor.queuedAt = schedule.tick();
        if (policySince < actor.callStart && policy.enforceCaps()) {
            Integer laneCap = policy.maxWaitersByLane().get(actor.lane());
            if (queuedIn(null) > policy.maxWaiters() || (laneCap != null && queuedIn(actor.lane()) > laneCap)) {
                throw schedule.violation(actor + " waits although there are too many");
            }
        }
    }

    private int queuedIn(Priority lane) {
        int count = 0;
        for (ScheduleActor actor : schedule.actors()) {
            if ((lane == null || actor.lane() == lane) && actor.isQueued()) {
                count++;
            }
        }
        return count;
    }

    /** The supply was asked for a permit for somebody. */
    void polled(ScheduleActor actor, Permit permit, int reserved) {
        if (!actor.isEntering()) {
            throw schedule.violation("a permit is asked for on behalf of " + actor + ", who is not there");
        }
        boolean underLock = schedule.holdsLock();
        if (permit == null) {
            if (underLock) {
                searchedAt[reserved] = schedule.tick();
            }
            return;
        }
        if (actor.granted != null) {
            throw schedule.violation(actor + " gets " + permit + " and has been given " + actor.granted);
        }
        if (underLock) {
            checkTurn(actor, permit);
        } else {
            checkPass(actor, permit);
        }
        schedule.trace(() -> actor.name + " gets " + permit + (underLock ? "" : " in passing"));
        actor.granted = permit;
    }

    // --- In passing

    private void checkPass(ScheduleActor actor, Permit permit) {
        long start = actor.callStart;
        if (closedSince < start || pausedSince < start || disabledSince < start) {
            throw schedule.violation(actor + " came after the gate was closed, disabled or paused");
        }
        if (policySince > start) {
            return; // the rules were changed while it was on its way
        }
        if (policy.hasTenants()) {
            throw schedule.violation(actor + " gets " + permit + " without a look at the shares");
        }
        checkReserve(actor, permit);
        for (ScheduleActor waiter : schedule.actors()) {
            if (waiter != actor && waiter.inLine && waiter.queuedAt < start && waiter.isQueued()) {
                checkOvertaking(actor, waiter);
            }
        }
    }

    private void checkOvertaking(ScheduleActor actor, ScheduleActor waiter) {
        if (actor.at == At.TRYING || policy.fairness() == Fairness.STRICT) {
            throw schedule.violation(actor + " goes before " + waiter + ", who waits");
        }
        int rank = rank(waiter, actor.calledAt);
        if (rank < actor.lane().lane()) {
            throw schedule.violation(actor + " goes before " + waiter + ", whose rank is " + rank);
        }
        if (rank > actor.lane().lane()) {
            return;
        }
        if (actor.calledAt - waiter.since >= policy.aging().toNanos()) {
            throw schedule.violation(actor + " goes before " + waiter + ", who has waited for too long");
        }
        boolean isCounted = allVirtualAt < actor.callStart || waiter.bound == 0;
        if (isCounted && ++waiter.overtaken > waiter.bound) {
            throw schedule.violation(waiter + " is overtaken for the " + waiter.overtaken + "th time");
        }
    }

    private int rank(ScheduleActor actor, long at) {
        long aged = (at - actor.since) / policy.aging().toNanos();
        return (int) Math.max(0, actor.lane().lane() - aged);
    }

    private void checkReserve(ScheduleActor actor, Permit permit) {
        if (schedule.supply().indexOf(permit) < reservedFrom(actor)) {
            throw schedule.violation(actor + " takes " + permit + ", which is reserved");
        }
    }

    private int reservedFrom(ScheduleActor actor) {
        int reserved = actor.nested() ? 0 : policy.reservedForNested();
        for (Map.Entry<Priority, Integer> entry : policy.reserved().entrySet()) {
            reserved += entry.getKey().compareTo(actor.lane()) < 0 ? entry.getValue() : 0;
        }
        return reserved;
    }

    // --- In turn

    private void checkTurn(ScheduleActor actor, Permit permit) {
        if (closed || disabled || paused) {
            throw schedule.violation(actor + " is served while the gate is closed, disabled or paused");
        }
        if (!isArriving(actor)) {
            if (schedule.now() >= actor.deadlineAt) {
                throw schedule.violation(actor + " is served, but its deadline was at " + actor.deadlineAt);
            }
            if (!actor.isQueued()) {
                throw schedule.violation(actor + " is served, but its wait is over");
            }
        }
        checkReserve(actor, permit);
        if (sharesAreCertain()) {
            shares.check(policy, actor, other -> reaches(other, actor, permit));
        }
        for (ScheduleActor other : schedule.actors()) {
            if (other != actor && other.isQueued() && isBefore(other, actor) && couldTake(other, actor, permit)) {
                throw schedule.violation(actor + " is served before " + other);
            }
        }
    }

    /** Tenants' shares are those of the moment at which the gate counts, somewhere under the lock. */
    private boolean sharesAreCertain() {
        return policy.hasTenants() && schedule.supply().changedAt() < lockedAt;
    }

    private boolean isBefore(ScheduleActor one, ScheduleActor other) {
        int difference = rank(one, schedule.now()) - rank(other, schedule.now());
        return difference < 0 || (difference == 0 && one.arrival < other.arrival);
    }

    private boolean couldTake(ScheduleActor one, ScheduleActor instead, Permit permit) {
        if (!reaches(one, instead, permit)) {
            return false;
        }
        return !policy.hasTenants()
                || Objects.equals(one.tenant(), instead.tenant())
                || (sharesAreCertain()
                        && rank(one, schedule.now()) < rank(instead, schedule.now())
                        && shares.isOwed(policy, one));
    }

    private boolean reaches(ScheduleActor one, ScheduleActor instead, Permit permit) {
        int reserved = reservedFrom(one);
        if (schedule.now() >= one.deadlineAt || schedule.supply().indexOf(permit) < reserved) {
            return false;
        }
        // it was looked for where it is, in vain, and is free only since; others may look further
        for (int from = reservedFrom(instead) + 1; from <= reserved; from++) {
            if (permit.freeSince > searchedAt[from]) {
                return false;
            }
        }
        return true;
    }

    // --- How it ends

    void left(Admission<Permit> outcome) {
        left = outcome.outcome() == Outcome.TIMED_OUT;
    }

    void admitted(ScheduleActor actor, Permit permit) {
        if (permit != actor.granted || permit.owner != actor) {
            throw schedule.violation(actor + " goes on with " + permit + ", but was given " + actor.granted);
        }
    }

    void ended(ScheduleActor actor, Admission<Permit> outcome) {
        if (outcome.permit() == null && actor.granted != null) {
            throw schedule.violation(actor + " is " + outcome.outcome() + ", and " + actor.granted + " is lost");
        }
        boolean allowed = switch (outcome.outcome()) {
            case ADMITTED -> outcome.permit() != null;
            case TIMED_OUT -> left || actor.interrupted || schedule.now() >= actor.deadlineAt;
            case CLOSED -> closed;
            case DISABLED -> disabled || disabledUntil >= actor.callStart;
            case SATURATED -> everCapped;
            case HOPELESS -> everFailedFast;
            case SHED -> everShed;
            case UNKNOWN_TENANT -> schedule.tenants();
            case FAILED -> false; // nothing is made here that could fail
        };
        left = false;
        if (!allowed) {
            throw schedule.violation(actor + " is " + outcome.outcome() + " for no reason");
        }
    }

    // --- After each move

    /** While nobody is in the middle of a step, but perhaps parked in it. */
    void check() {
        if (schedule.gate().waiting() != queuedIn(null)) {
            throw schedule.violation(schedule.gate().waiting() + " are said to wait, " + queuedIn(null) + " do");
        }
        boolean rest = !schedule.operator().mustGoOn();
        for (ScheduleActor actor : schedule.actors()) {
            rest &= actor.isAtRest();
        }
        checkInFlight();
        if (rest) {
            for (ScheduleActor actor : schedule.actors()) {
                if (actor.at == At.PARKED) {
                    checkSleeper(actor);
                }
            }
        }
    }

    private void checkInFlight() {
        QueuedWaiter<?> marked = inFlight();
        if (marked != null) {
            ScheduleActor actor = (ScheduleActor) marked.ticket.note();
            if (marked.outcome() != null || (actor.at == At.PARKED && !actor.isRoused())) {
                throw schedule.violation(actor + " is said to be on its way");
            }
        }
    }

    private QueuedWaiter<?> inFlight() {
        try {
            return (QueuedWaiter<?>) IN_FLIGHT.get(DISPATCHER.get(schedule.gate()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Requires that nothing is there for a sleeping actor, while no actor moves. */
    private void checkSleeper(ScheduleActor actor) {
        if (!actor.isQueued()) {
            throw schedule.violation(actor + " sleeps, but its wait is over");
        }
        if (closedSince != NEVER || disabledSince != NEVER) {
            throw schedule.violation(actor + " sleeps at a gate that is closed or disabled");
        }
        Permit free = schedule.supply().firstFree(reservedFrom(actor));
        if (!paused && free != null && (!policy.hasTenants() || shares.isEntitled(policy, actor))) {
            throw schedule.violation(actor + " sleeps while " + free + " is free for it");
        }
    }

    void atTheEnd() {
        for (ScheduleActor actor : schedule.actors()) {
            if (actor.at != At.DONE) {
                throw schedule.violation(actor + " never ends");
            }
        }
        if (schedule.supply().held() != 0
                || schedule.supply().permits().size() != schedule.supply().capacity()) {
            throw schedule.violation("of " + schedule.supply().capacity() + " permits there are "
                    + schedule.supply().permits() + ", and held "
                    + schedule.supply().held());
        }
        if (schedule.gate().waiting() != 0 || inFlight() != null) {
            throw schedule.violation("somebody is left behind");
        }
    }
}
