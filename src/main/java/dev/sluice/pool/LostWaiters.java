package dev.sluice.pool;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.Ticket;
import dev.sluice.pool.store.LeaseVisitor;
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

    /** Adds a caller that the gate has refused. */
    void add(Ticket ticket, long waitedNanos, Outcome outcome) {
        add(ticket, waitedNanos, outcome.name(), outcome);
    }

    /** Adds a caller that has left the gate by an interrupt. */
    void addInterrupted(Ticket ticket, long waitedNanos) {
        add(ticket, waitedNanos, "INTERRUPTED", Outcome.TIMED_OUT); // in a replay, its wait is limited as well
    }

    private void add(Ticket ticket, long waitedNanos, String why, Outcome outcome) {
        AcquireRequest request = AcquireRequest.of(ticket.note());
        core.callers.lost(
                new RecordedCaller(request, core.ticker.nanos(), waitedNanos, LeaseVisitor.STILL_OUT, outcome));
        LostWaiter one = new LostWaiter(
                core.ticker.instant(),
                ticket.lane(),
                ticket.tenant(),
                request.tags(),
                request.traceId(),
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
