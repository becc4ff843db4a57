package dev.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Compares the waiters with the creations and validations under way on their behalf. Thread-safe. The result is exact
 * unless it changes meanwhile. It may then be too low, and the thread that changes it compares again afterwards.
 */
final class Demand {

    private final IntSupplier waiting;
    private final IntSupplier overdue;
    private final AtomicInteger coming = new AtomicInteger();

    /**
     * Creates a demand without creations and validations under way.
     *
     * @param waiting returns the number of waiters; a served waiter does not count any more
     * @param overdue returns the number of overdue creations on demand, as {@link SlowAttempts} defines them
     */
    Demand(IntSupplier waiting, IntSupplier overdue) {
        this.waiting = waiting;
        this.overdue = overdue;
    }

    /** Counts a creation or validation for a waiter. */
    void begun() {
        coming.incrementAndGet();
    }

    /** Ends a creation or validation. Its resource, if it has one, must have been offered to the waiters before. */
    void ended() {
        coming.decrementAndGet();
    }

    /** Returns whether there are more waiters than creations and validations under way. */
    boolean isUnmet() {
        // RACE: a worker serves a waiter, then counts its creation as ended. Waiters are counted last here. So the
        // waiter of a creation that is no longer counted was served, and is not counted either. The reverse order
        // would begin two creations for one waiter. A waiter that arrives in between meets the demand itself.
        int expected = coming.get() - overdue.getAsInt();
        return Math.max(0, expected) < waiting.getAsInt();
    }
}
