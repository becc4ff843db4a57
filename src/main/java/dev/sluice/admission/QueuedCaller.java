package dev.sluice.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * A caller that waits at a {@link Gate}.
 *
 * @param ticket the caller's request
 * @param position the place among all waiters, from 1
 * @param waitedNanos the wait so far
 * @param estimatedNanos the estimated rest of the wait, by recent waits; -1 without an estimate
 */
public record QueuedCaller(Ticket ticket, int position, long waitedNanos, long estimatedNanos) {

    /** Returns the callers of these turns, in their order, with a wait for each place in the queue. */
    static List<QueuedCaller> of(List<Turn> turns, long nanosPerPlace) {
        turns.sort(Turn.ORDER);
        List<QueuedCaller> callers = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            int position = callers.size() + 1;
            long wait = nanosPerPlace < 0 ? -1 : nanosPerPlace * position;
            callers.add(new QueuedCaller(turn.ticket(), position, turn.waitedNanos(), wait));
        }
        return callers;
    }
}
