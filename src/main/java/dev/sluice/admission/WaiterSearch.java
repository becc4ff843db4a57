package dev.sluice.admission;

import java.util.function.Predicate;

/**
 * A search for a waiter that can be served, in the order of turns. Guarded by the gate's lock.
 *
 * <p>RACE: after an unsuccessful search for a waiter a permit may have become free. The permit is not for a waiter
 * with a later turn, because its releaser will call the gate.
 */
final class WaiterSearch<P> {

    private final Predicate<QueuedWaiter<P>> eligible;
    private int vainly;

    private WaiterSearch(Predicate<QueuedWaiter<P>> eligible, int vainly) {
        this.eligible = eligible;
        this.vainly = vainly;
    }

    /** Starts a search among the eligible waiters. */
    static <P> WaiterSearch<P> of(Predicate<QueuedWaiter<P>> eligible) {
        return new WaiterSearch<>(eligible, Integer.MAX_VALUE);
    }

    /** Continues the search among other waiters, without the searches that have failed. */
    WaiterSearch<P> orElse(Predicate<QueuedWaiter<P>> others) {
        return new WaiterSearch<>(others, vainly);
    }

    /** Returns whether a permit may exist for a waiter that must leave the given number free. */
    boolean isWorthIt(QueuedWaiter<P> waiter, int reserved) {
        if (reserved >= vainly || !eligible.test(waiter)) {
            return false;
        }
        vainly = reserved;
        return true;
    }
}
