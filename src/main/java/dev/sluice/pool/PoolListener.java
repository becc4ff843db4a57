package dev.sluice.pool;

/**
 * Is told what happens in a pool, on the thread it happens on, never under a lock. It must be quick. What it
 * throws is swallowed: a listener never breaks an acquire or a release.
 */
@FunctionalInterface
public interface PoolListener {

    /** Something happened. */
    void on(PoolEvent event);
}
