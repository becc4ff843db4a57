package dev.sluice.admission;

import dev.sluice.time.Deadline;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A queued caller. The gate's lock guards the change of {@link #outcome}; its own thread reads it freely. */
final class Waiter<P> {

    final Priority lane;
    final Deadline deadline;
    final long since;
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Admission<P> outcome;

    Waiter(Priority lane, Deadline deadline, long since) {
        this.lane = lane;
        this.deadline = deadline;
        this.since = since;
    }

    /** Under the gate's lock, once in a waiter's life. */
    void settle(Admission<P> admission) {
        outcome = admission;
    }

    @Nullable
    Admission<P> outcome() {
        return outcome;
    }

    /** Outside the gate's lock. */
    void wake() {
        LockSupport.unpark(thread);
    }
}
