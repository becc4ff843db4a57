package dev.sluice.pool;

/**
 * The optional steps of an acquire that are on. While none is on, an acquire reads one field, and goes straight to the
 * gate. A step that is switched on has its effect on the next acquire. Thread-safe.
 */
final class AcquireSteps {

    /** A step that most pools do without. */
    enum AcquireStep {
        /** The caller passes the rules of policies. */
        RULES(1),
        /** A listener receives each lease. */
        EVENTS(2),
        /** The stack of the caller is captured. */
        STACKS(4);

        private final int bit;

        AcquireStep(int bit) {
            this.bit = bit;
        }
    }

    private volatile int on; // Written under this; a bit for each step

    /** Returns whether any step is on. */
    boolean areOn() {
        return on != 0;
    }

    /** Switches a step on or off. */
    synchronized void set(AcquireStep step, boolean isOn) {
        on = isOn ? on | step.bit : on & ~step.bit;
    }
}
