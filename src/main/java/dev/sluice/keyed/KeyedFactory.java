package dev.sluice.keyed;

/**
 * Makes, checks and ends the resources of a {@link KeyedPool}. Its methods are called by workers, never under a lock,
 * and may block; none may wait for another resource of the same pool.
 *
 * @param <K> the keys
 * @param <R> the resources
 */
@FunctionalInterface
public interface KeyedFactory<K, R> {

    /**
     * Makes the resource of a key. Not called again for the key while a call for it is under way, or while what it
     * made is in the pool. A call that takes longer than the pool's creation timeout is interrupted and given up: it has
     * failed for all who wait, another call may be made beside it, and a resource that it returns later is closed.
     *
     * @throws Exception is told to everybody who waits for the key, as the cause of a {@code PoolFactoryException}
     */
    R create(K key) throws Exception;

    /**
     * Asks a resource whether it works; returns if it does. A ping that takes longer than the pool's ping timeout is
     * interrupted and given up: the resource does not work, and is closed although the ping may still be using it. By default a {@link Pingable} is asked itself, and anything else works.
     *
     * @throws Exception counts as no: the resource is taken out of the pool
     */
    default void ping(K key, R resource) throws Exception {
        if (resource instanceof Pingable pingable) {
            pingable.ping();
        }
    }

    /**
     * Ends a resource, once, even if it did not answer a ping. By default what is {@link AutoCloseable} is closed.
     *
     * @throws Exception is counted and told as an event; the resource counts as gone all the same
     */
    default void close(K key, R resource) throws Exception {
        if (resource instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
