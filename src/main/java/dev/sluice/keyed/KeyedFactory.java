package dev.sluice.keyed;

/**
 * Creates, checks and closes the resources of a {@link KeyedPool}. Workers call its methods, never under a lock. The
 * methods may block, but none may wait for another resource of the same pool.
 *
 * @param <K> the keys
 * @param <R> the resources
 */
@FunctionalInterface
public interface KeyedFactory<K, R> {

    /**
     * Creates the resource of a key. The pool never calls this method for a key while a call for it is under way, or
     * while its resource is in the pool.
     *
     * <p>A call that exceeds the pool's creation timeout is interrupted and given up. The call has then failed for all
     * waiters, another call may run beside it, and a resource that it returns later is closed.
     *
     * @throws Exception is reported to all waiters of the key, as the cause of a {@code PoolFactoryException}
     */
    R create(K key) throws Exception;

    /**
     * Returns if the resource works. By default a {@link Pingable} resource pings itself, and any other resource works.
     *
     * <p>A ping that exceeds the pool's ping timeout is interrupted and given up. The resource then counts as broken,
     * and is closed although the ping may still use it.
     *
     * @throws Exception means that the resource does not work; the pool evicts it
     */
    default void ping(K key, R resource) throws Exception {
        if (resource instanceof Pingable pingable) {
            pingable.ping();
        }
    }

    /**
     * Closes a resource, once, even if it did not answer a ping. By default an {@link AutoCloseable} resource is
     * closed.
     *
     * @throws Exception is counted and reported as an event; the resource counts as closed nevertheless
     */
    default void close(K key, R resource) throws Exception {
        if (resource instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
