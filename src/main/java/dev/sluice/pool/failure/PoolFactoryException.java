package dev.sluice.pool.failure;

/**
 * A failure of the factory to create the resource of a key. The cause is the factory's exception; the pool has not
 * changed.
 */
public final class PoolFactoryException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The message names the key and what went wrong. */
    public PoolFactoryException(String pool, String message, Throwable cause) {
        super(pool, message, cause);
    }
}
