package dev.sluice.keyed;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.OuterLimits;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import org.jspecify.annotations.Nullable;

/** A caller during its acquire: its request, its deadline, and the token that may wake it. */
final class KeyedWaiter {

    private final AcquireRequest request;
    private final Deadline deadline;
    private final @Nullable CancelToken token;
    private final KeyedCounters counters;
    private final Ticker ticker;
    private final Thread thread = Thread.currentThread();
    private final Runnable wake = this::wake; // one object, so that the token can remove it

    /** The deadline of the wait at the gate, or null while the caller is not there. */
    private volatile @Nullable Deadline atGate;

    /** True while the entry has sent the caller to the gate. Guarded by the entry. */
    boolean contends;

    private OuterLimits.@Nullable EarlyEndWatch watch; // Used by its own thread only
    private boolean waits; // Used by its own thread only
    private long waitsSince; // Used by its own thread only

    KeyedWaiter(
            AcquireRequest request,
            Deadline deadline,
            @Nullable CancelToken token,
            KeyedCounters counters,
            Ticker ticker) {
        this.request = request;
        this.deadline = deadline;
        this.token = token;
        this.counters = counters;
        this.ticker = ticker;
    }

    AcquireRequest request() {
        return request;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean isCancelled() {
        return token != null && token.isCancelled();
    }

    /** Begins the acquire. The token and the limits may end its waits from now on. */
    void begin(OuterLimits limits) {
        watch = limits.watch(this::endEarly);
        if (token != null) {
            token.add(wake);
        }
    }

    private void endEarly(String why) {
        deadline.cutShort(why);
        wake();
    }

    void end() {
        OuterLimits.EarlyEndWatch begun = watch;
        if (begun != null) {
            begun.close();
        }
        if (token != null) {
            token.remove(wake);
        }
    }

    /** Begins a wait outside the gates, which do not count it. Returns false if the caller waits already. */
    boolean beginWait() {
        if (waits) {
            return false;
        }
        waits = true;
        waitsSince = ticker.nanos();
        counters.waiting.incrementAndGet();
        return true;
    }

    /** Ends the wait, if the caller waits. */
    void endWait() {
        if (waits) {
            waits = false;
            counters.waiting.decrementAndGet();
            counters.waitedNanos.add(ticker.nanos() - waitsSince);
            counters.waits.increment();
        }
    }

    /** Begins a wait at a gate. Returns the end of the wait: the caller's deadline, or the moment of its wake-up. */
    Deadline goToGate() {
        Deadline end = deadline.again();
        atGate = end;
        return end;
    }

    void leaveGate() {
        atGate = null;
    }

    /** Parks until the caller is woken or its deadline has passed. */
    void park() {
        ticker.park(this, deadline.remainingNanos());
    }

    /** Wakes the caller from any wait, so that it checks again. */
    void wake() {
        Deadline end = atGate;
        String why = deadline.cutReason();
        if (end != null && why != null) {
            end.cutShort(why);
        } else if (end != null) {
            end.cutShort();
        }
        ticker.unpark(thread);
    }
}
