package dev.sluice.admission;

import dev.sluice.time.Threads;
import org.jspecify.annotations.Nullable;

/**
 * A queued caller. The gate's lock guards all fields that change. The waiter's own thread also reads {@link #outcome}
 * without the lock.
 */
final class QueuedWaiter<P> {

    final Ticket ticket;
    final boolean onVirtualThread;

    /** The time at which the waiter was queued. */
    long since;

    /** The number in the order of arrival. */
    long number;

    /** Number of waiters at the arrival of this one. */
    int ahead;

    /** Number of claims of overtaking at the arrival of this waiter. */
    long overtakenBefore;

    @Nullable
    QueuedWaiter<P> before;

    @Nullable
    QueuedWaiter<P> behind;

    private volatile @Nullable Admission<P> outcome;

    QueuedWaiter(Ticket ticket) {
        this(ticket, Threads.isVirtual(ticket.thread()));
    }

    QueuedWaiter(Ticket ticket, boolean onVirtualThread) {
        this.ticket = ticket;
        this.onVirtualThread = onVirtualThread;
    }

    /** Returns the lane, less one for every full aging interval of waiting, never below zero. */
    int rank(long now, long agingNanos) {
        return (int) Math.max(0, ticket.lane().lane() - (now - since) / agingNanos);
    }

    boolean isLate(long now) {
        return ticket.deadline().remainingNanos(now) == 0;
    }

    /** Sets the outcome, once. The caller holds the gate's lock. */
    void settle(Admission<P> admission) {
        outcome = admission;
    }

    @Nullable
    Admission<P> outcome() {
        return outcome;
    }
}
