package dev.sluice.admission;

import java.util.function.Predicate;

/**
 * One look for somebody who can be served, in the order of turns. Guarded by the gate's lock.
 *
 * <p>RACE: where nothing was found for somebody, a permit may have become free since; it is not for one whose turn is
 * later. Its giver is on the way to the gate.
 */
final class Search<P> {

    private final Predicate<Waiter<P>> eligible;
    private int vainly;

    private Search(Predicate<Waiter<P>> eligible, int vainly) {
        this.eligible = eligible;
        this.vainly = vainly;
    }

    /** A look among these. */
    static <P> Search<P> of(Predicate<Waiter<P>> eligible) {
        return new Search<>(eligible, Integer.MAX_VALUE);
    }

    /** Another look, among others; what was looked for in vain is not looked for again. */
    Search<P> orElse(Predicate<Waiter<P>> others) {
        return new Search<>(others, vainly);
    }

    /** Whether a permit may be there for one that must leave so many alone; if so, it has to be looked for. */
    boolean isWorthIt(Waiter<P> waiter, int reserved) {
        if (reserved >= vainly || !eligible.test(waiter)) {
            return false;
        }
        vainly = reserved;
        return true;
    }
}
