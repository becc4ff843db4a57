package dev.sluice.bench;

import java.time.Duration;

/**
 * The duration of all measurements.
 *
 * @param full whether it is the long form
 * @param rounds how often each scenario is run with each pool
 */
record Effort(boolean full, int rounds) {

    private static final int FULL_ROUNDS = 3;
    private static final int MOST_ROUNDS = 100;

    /** As {@code -Dbench.full=true} and {@code -Dbench.rounds=5} say. */
    static Effort ofProperties() {
        boolean full = Property.flag("bench.full");
        return new Effort(full, Property.number("bench.rounds", 1, MOST_ROUNDS, full ? FULL_ROUNDS : 1));
    }

    /** Before a crowd is measured. */
    Duration warmUp() {
        return Duration.ofMillis(full ? 2000 : 500);
    }

    /** While a crowd is measured. */
    Duration measured() {
        return Duration.ofMillis(full ? 5000 : 1250);
    }

    /** Returns the first value in the short form, and the second in the long form. */
    int pick(int shortForm, int longForm) {
        return full ? longForm : shortForm;
    }
}
