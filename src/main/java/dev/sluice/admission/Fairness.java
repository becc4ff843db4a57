package dev.sluice.admission;

/**
 * Whether a caller that is running may go before one that waits in the same lane. Before one of a higher lane
 * nobody ever goes.
 *
 * <p>To hand a permit to a waiter costs a switch between threads, during which the permit lies idle: with short
 * leases that halves what a pool can do. Without any limit, on the other hand, a waiter may starve, which is
 * what the worst waits of most pools are made of. (Compare the fair and the barging mode of
 * {@link java.util.concurrent.locks.ReentrantLock}, between which this is a middle way.)
 */
public enum Fairness {
    /** A newcomer never overtakes a waiter of its lane: strictly first come, first served. */
    STRICT,
    /**
     * Running callers may overtake a waiter, together at most {@link AdmissionPolicy#overtaking()} times; then it
     * is its turn. Waiters on virtual threads, which are cheap to wake, are handed their permit directly.
     */
    BOUNDED
}
