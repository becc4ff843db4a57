package dev.sluice.control;

import dev.sluice.pool.ManagedPool;

/** Receives the pools that come and go. */
public interface PoolWatcher {

    /** Receives a pool that was registered. */
    void added(ManagedPool<?> pool);

    /** Receives a pool that was taken out. */
    default void removed(ManagedPool<?> pool) {}
}
