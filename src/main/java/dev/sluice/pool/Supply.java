package dev.sluice.pool;

/**
 * Brings resources to waiters and up to the minimum. The parts that free room, or that fail to bring a resource, ask for
 * more here, and do not know who provides it. Thread-safe.
 */
interface Supply {

    /**
     * Starts what can be done for waiters and for the minimum size. Never blocks. To be called whenever a caller begins
     * to wait, room becomes free, or the sizes change.
     */
    void meetDemand();

    /** Creates one more resource as soon as there is room, whatever the minimum. */
    void owe();
}
