package dev.sluice.admission;

/**
 * The rule by which a running caller may overtake a waiter of the same lane. A waiter of a higher lane is never
 * overtaken.
 *
 * <p>A hand-off to a waiter costs a switch between threads, during which the permit is idle. With short leases that
 * halves the throughput of a pool. Without a limit, on the other hand, a waiter may starve, which causes the worst
 * waits of most pools. The fair and the barging mode of {@link java.util.concurrent.locks.ReentrantLock} are the two
 * extremes.
 */
public enum Fairness {
    /** A newcomer never overtakes a waiter of its lane: strictly first come, first served. */
    STRICT,
    /**
     * Running callers may overtake a waiter, together at most {@link AdmissionPolicy#overtaking()} times. The next
     * permit is then for the waiter. While all waiters are on virtual threads, running callers may overtake a waiter
     * for the first 5 ms of its wait instead, without a count. So a long queue, in which every waiter has waited
     * longer, is strict. After a long lease the permit is handed to the waiter at once, because that costs little
     * beside it.
     */
    BOUNDED
}
