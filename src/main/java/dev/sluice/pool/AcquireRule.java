package dev.sluice.pool;

import dev.sluice.pool.failure.PoolException;
import dev.sluice.time.Deadline;
import org.jspecify.annotations.Nullable;

/** A rule that each caller passes before the gate, without a slot. */
interface AcquireRule {

    /**
     * Admits a caller to the gate. Rules without waits ignore the deadline.
     *
     * @param deadline the caller's deadline, or null for the timeout of the request
     * @throws PoolException if the rule refuses the caller
     * @throws InterruptedException if the rule delays the caller, and the thread is interrupted meanwhile
     */
    default void admit(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        admit(request);
    }

    /**
     * Admits a caller whose deadline is the timeout of its request.
     *
     * @throws PoolException if the rule refuses the caller
     * @throws InterruptedException if the rule delays the caller, and the thread is interrupted meanwhile
     */
    void admit(AcquireRequest request) throws InterruptedException;
}
