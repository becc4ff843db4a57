package dev.sluice.control;

import dev.sluice.pool.ManagedPool;

/** Receives registrations and removals of pools. */
public interface PoolWatcher {

    /** Receives a pool that was registered. */
    void added(ManagedPool<?> pool);

    /** Receives a pool that was removed. */
    default void removed(ManagedPool<?> pool) {}
}
