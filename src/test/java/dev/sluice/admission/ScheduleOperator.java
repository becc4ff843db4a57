package dev.sluice.admission;

/** Steers the gate in the middle of a schedule. A change that would block is tried again, the same one. */
final class ScheduleOperator {

    /** The change of an operator. */
    enum Change {
        PAUSE,
        RESUME,
        POLICY,
        GROW,
        SHRINK,
        TELL,
        INTERRUPT,
        DISABLE,
        ENABLE,
        CLOSE
    }

    private static final Change[] CHANGES = Change.values();

    private final Schedule schedule;
    private final SchedulePolicies policies;
    private int left;
    private boolean active;
    private Change change;
    private AdmissionPolicy policy;

    ScheduleOperator(Schedule schedule, SchedulePolicies policies, int left) {
        this.schedule = schedule;
        this.policies = policies;
        this.left = left;
    }

    boolean wantsMore() {
        return left > 0 && !active;
    }

    /** Returns whether the operator has begun a change whose second half only this operator does. */
    boolean mustGoOn() {
        return change != null && !active;
    }

    /** Returns the change, while the operator is in the gate. */
    Change change() {
        return active ? change : null;
    }

    AdmissionPolicy policy() {
        return policy;
    }

    void step() {
        if (change == null) {
            left--;
            change = schedule.random(4) == 0 ? Change.INTERRUPT : CHANGES[schedule.random(CHANGES.length)];
            if (change == Change.CLOSE && schedule.random(3) != 0) {
                change = Change.TELL;
            }
            policy = policies.next(schedule.supply().capacity());
        }
        apply();
    }

    private void apply() {
        Change next = null;
        active = true;
        schedule.trace(() -> "operator: " + change + (change == Change.POLICY ? " " + policy : ""));
        try {
            switch (change) {
                case PAUSE -> schedule.gate().pause();
                case RESUME -> schedule.gate().resume();
                case POLICY -> schedule.gate().policy(policy);
                case CLOSE -> schedule.gate().close();
                case DISABLE -> {
                    schedule.gate().disable();
                    next = Change.ENABLE; // others may come in between
                }
                case ENABLE -> schedule.gate().enable();
                case TELL -> schedule.gate().supplied();
                case INTERRUPT -> interrupt();
                case GROW -> {
                    schedule.supply().resize(1);
                    next = Change.TELL; // others may come in between
                }
                case SHRINK -> schedule.supply().resize(schedule.supply().capacity() > 1 ? -1 : 0);
            }
            schedule.rules().changed(change, policy);
            change = next;
        } finally {
            active = false;
        }
    }

    /** Interrupts an actor in the queue, if there is one. */
    private void interrupt() {
        ScheduleActor[] actors = schedule.actors();
        int first = schedule.random(actors.length);
        for (int i = 0; i < actors.length; i++) {
            ScheduleActor actor = actors[(first + i) % actors.length];
            if (actor.inLine) {
                actor.interrupted = true;
                schedule.trace(() -> actor.name + " is interrupted");
                return;
            }
        }
    }

    /** Ends what keeps callers waiting; false if nothing does. */
    boolean clearTheWay() {
        if (schedule.gate().isClosed()) {
            return false;
        }
        change = schedule.gate().isPaused() ? Change.RESUME : Change.CLOSE;
        apply();
        return true;
    }
}
