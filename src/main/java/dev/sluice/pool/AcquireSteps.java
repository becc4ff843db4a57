package dev.sluice.pool;

/**
 * The optional steps of an acquire that are on. While none is on, an acquire reads one field, and goes straight to the
 * gate. A step that is switched on has its effect on the next acquire. Thread-safe.
 */
final class AcquireSteps {

    /** A step that most pools do without. */
    enum Step {
        /** The caller passes the rules of policies. */
        RULES,
        /** A listener receives each lease. */
        EVENTS,
        /** The stack of the caller is captured. */
        STACKS
    }

    private volatile int on; // Written under this; a bit for each step

    /** Returns whether any step is on. */
    boolean areOn() {
        return on != 0;
    }

    /** Switches a step on or off. */
    synchronized void set(Step step, boolean isOn) {
        int bit = 1 << step.ordinal();
        on = isOn ? on | bit : on & ~bit;
    }
}
