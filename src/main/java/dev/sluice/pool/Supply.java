package dev.sluice.pool;

/**
 * Brings resources to waiters and up to the minimum. Parts that free places, or that fail to bring a resource, call it
 * without a dependency on its implementation. Thread-safe.
 */
interface Supply {

    /**
     * Begins all possible validations and creations for waiters and for the minimum. Never blocks. Must be called
     * whenever a caller begins to wait, a place becomes free, or the sizes change.
     */
    void meetDemand();

    /**
     * Begins to create one resource that shows whether creations succeed again, if there is room and no policy withholds
     * it. Never blocks. Returns whether the creation was begun.
     */
    boolean tryProbe();

    /** Creates one more resource as soon as there is room, even beyond the minimum. */
    void owe();
}
