package dev.sluice.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The turn of a waiter among all waiters, at one moment. */
record Turn(Ticket ticket, int rank, long number, long waitedNanos) {

    static final Comparator<Turn> ORDER = Comparator.comparingInt(Turn::rank).thenComparingLong(Turn::number);

    /** Returns the turns of these waiters at {@code now}, in the order of the list. Needs no lock. */
    static <P> List<Turn> of(List<QueuedWaiter<P>> waiters, long now, long agingNanos) {
        List<Turn> turns = new ArrayList<>(waiters.size());
        for (QueuedWaiter<P> waiter : waiters) {
            turns.add(new Turn(waiter.ticket, waiter.rank(now, agingNanos), waiter.number, now - waiter.since));
        }
        return turns;
    }
}
