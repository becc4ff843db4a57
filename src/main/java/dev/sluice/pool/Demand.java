package dev.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Compares the waiters with the creations and validations under way on their behalf. Thread-safe. Exact unless it changes
 * meanwhile; then it errs on the low side, and the thread that changes it looks again afterwards.
 */
final class Demand {

    private final IntSupplier waiting;
    private final IntSupplier overdue;
    private final AtomicInteger coming = new AtomicInteger();

    /**
     * Creates a demand without a resource on its way.
     *
     * @param waiting returns the number of waiters; a waiter that was served does not count any more
     * @param overdue returns the number of creations on demand on which no current waiter has to count
     */
    Demand(IntSupplier waiting, IntSupplier overdue) {
        this.waiting = waiting;
        this.overdue = overdue;
    }

    /** Counts a creation or validation for a waiter. */
    void begun() {
        coming.incrementAndGet();
    }

    /** Ends a creation or validation, whose resource, if there is one, has been offered to the waiters before. */
    void ended() {
        coming.decrementAndGet();
    }

    /** Returns whether more callers wait than resources are on their way to them. */
    boolean isUnmet() {
        // RACE: a worker serves a waiter, then counts its creation as ended. Waiters are counted last here: so a
        // creation
        // that is no longer seen as coming has served its waiter, and that waiter is no longer seen either. The other
        // way
        // round, one waiter had two creations. A waiter that comes in between looks itself.
        int expected = coming.get() - overdue.getAsInt();
        return Math.max(0, expected) < waiting.getAsInt();
    }
}
