package dev.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs an action on one thread at a time. A call during a run returns at once, and makes the running thread run the
 * action once more. So a run begins after every call, and sees all changes that the caller made before. Thread-safe.
 */
final class CoalescedAction {

    private final Runnable action;

    /** Number of calls without a later run. The thread that raises it from 0 runs the action. */
    private final AtomicInteger calls = new AtomicInteger();

    CoalescedAction(Runnable action) {
        this.action = action;
    }

    /** Runs the action on this thread. If another thread runs it already, that thread runs it once more instead. */
    void run() {
        if (calls.getAndIncrement() == 0) {
            runUntilSeen();
        }
    }

    private void runUntilSeen() {
        int seen = 1;
        try {
            do {
                action.run();
                seen = calls.addAndGet(-seen);
            } while (seen != 0);
        } finally {
            if (seen != 0) {
                calls.set(0); // the action failed; the next call must run it again
            }
        }
    }
}
