package dev.sluice.pool;

import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.store.Slot;

/** A rule that each caller passes before the gate, without a slot. */
interface AcquireRule {

    /**
     * Admits a caller to the gate.
     *
     * @throws PoolException if the rule refuses the caller
     * @throws InterruptedException if the rule delays the caller, and the thread is interrupted meanwhile
     */
    void admit(AcquireRequest request) throws InterruptedException;

    /** Records that the caller has a lease now. Must not block or throw. */
    default void leased(AcquireRequest request, Slot<?> slot) {}
}
