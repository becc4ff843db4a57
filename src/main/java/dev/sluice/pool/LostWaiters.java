package dev.sluice.pool;

import dev.sluice.admission.Ticket;
import dev.sluice.time.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Remembers the most recent {@value #MOST} callers that ended without a lease. Thread-safe. */
final class LostWaiters<R> {

    static final int MOST = 100;

    private final PoolCore<R> core;
    private final RefusalTexts<R> texts;
    private final Deque<LostWaiter> last = new ArrayDeque<>(); // Guarded by last

    LostWaiters(PoolCore<R> core, RefusalTexts<R> texts) {
        this.core = core;
        this.texts = texts;
    }

    void add(Ticket ticket, long waitedNanos, String why) {
        LostWaiter one = new LostWaiter(
                core.ticker.instant(),
                ticket.lane(),
                ticket.tenant(),
                AcquireRequest.of(ticket.note()).tags(),
                Threads.nameOf(ticket.thread()),
                Seconds.of(waitedNanos),
                why,
                texts.longestHolder());
        synchronized (last) {
            last.addLast(one);
            if (last.size() > MOST) {
                last.removeFirst();
            }
        }
    }

    /** Returns the remembered callers, latest first. */
    List<LostWaiter> list() {
        List<LostWaiter> latestFirst = new ArrayList<>();
        synchronized (last) {
            last.descendingIterator().forEachRemaining(latestFirst::add);
        }
        return List.copyOf(latestFirst);
    }
}
