package dev.sluice.audit;

import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write by the thread of a log, for which its caller waits until a deadline. The write has one end: it is done, it has
 * failed, or the caller has given it up. Created by the caller. Thread-safe.
 */
final class AwaitedWrite {

    private enum WriteStage {
        PENDING,
        DONE,
        FAILED,
        GIVEN_UP
    }

    private final AtomicReference<WriteStage> state = new AtomicReference<>(WriteStage.PENDING);
    private final Thread caller = Thread.currentThread();
    private final Deadline deadline;
    private final Ticker ticker;
    private volatile @Nullable Throwable failure;

    AwaitedWrite(Deadline deadline, Ticker ticker) {
        this.deadline = deadline;
        this.ticker = ticker;
    }

    /** Ends the write. Returns false if the caller has given it up. */
    boolean done() {
        return end(WriteStage.DONE);
    }

    /** Ends the write with a failure. */
    void failed(Throwable why) {
        failure = why;
        end(WriteStage.FAILED);
    }

    private boolean end(WriteStage how) {
        boolean isFirst = state.compareAndSet(WriteStage.PENDING, how);
        ticker.unpark(caller);
        return isFirst;
    }

    boolean isGivenUp() {
        return state.get() == WriteStage.GIVEN_UP;
    }

    /**
     * Waits for the end, or gives the write up at the deadline. An interrupt does not end the wait, and is kept for the
     * caller. Returns false if the write is given up.
     */
    boolean await() {
        boolean isInterrupted = false;
        while (state.get() == WriteStage.PENDING && !deadline.isExpired()) {
            ticker.park(this, deadline.remainingNanos());
            isInterrupted |= Thread.interrupted();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return !state.compareAndSet(WriteStage.PENDING, WriteStage.GIVEN_UP);
    }

    /** Returns the failure after the end, or null. */
    @Nullable
    Throwable failure() {
        return state.get() == WriteStage.FAILED ? failure : null;
    }
}
