package dev.sluice.pool;

import java.util.function.BooleanSupplier;

/**
 * The optional steps of acquires and releases that are on, in one word. While none is on, an acquire reads the word and
 * enters the gate at once, and a release only frees its slot. A step that is switched on has its effect on the next
 * acquire, and on each release that has not freed its slot. Thread-safe.
 */
final class LeaseSteps {

    /** A step that most acquires and releases do without. */
    enum LeaseStep {
        /** The caller passes the rules of policies. */
        RULES(1),
        /** A listener receives the begin of each lease. */
        EVENTS(2),
        /** The stack of the caller is captured. */
        STACKS(4),
        /** A release takes two steps: to publish its event, or to check the resource. */
        TWO_STEPS(8),
        /** A part of the pool is notified of each end of a lease. */
        WATCHED(16),
        /** The pool hands out no leases any more, so released resources are closed. */
        STOPPED(32),
        /** A tracer receives each acquire. */
        TRACES(64);

        private static final int OF_ACQUIRES = RULES.bit | EVENTS.bit | STACKS.bit | TRACES.bit;

        private final int bit;

        LeaseStep(int bit) {
            this.bit = bit;
        }
    }

    private volatile int on; // Written under this; a bit for each step

    /** Returns whether any step of acquires is on. */
    boolean areOnForAcquires() {
        return (on & LeaseStep.OF_ACQUIRES) != 0;
    }

    /** Returns whether the step is on. */
    boolean areOn(LeaseStep step) {
        return (on & step.bit) != 0;
    }

    /** Returns whether the step is off. */
    boolean areOff(LeaseStep step) {
        return !areOn(step);
    }

    /** Switches a step on or off. */
    void set(LeaseStep step, boolean isOn) {
        set(step, () -> isOn);
    }

    /**
     * Switches a step on or off. The condition is read under the lock, so that of concurrent calls the last one sees the
     * changes of all. It must not block.
     */
    synchronized void set(LeaseStep step, BooleanSupplier condition) {
        on = condition.getAsBoolean() ? on | step.bit : on & ~step.bit;
    }
}
