package dev.sluice.pool;

import dev.sluice.pool.store.Slot;

/** A rule that receives the lease of each admitted caller. */
@FunctionalInterface
interface LeaseRule {

    /** Receives the begin of a lease, on the thread of the caller. Must not block or throw. */
    void leased(AcquireRequest request, Slot<?> slot);
}
