package dev.sluice.pool.failure;

/**
 * What a key stands for could not be made: the factory threw. The cause is what it threw; nothing was put into the pool.
 */
public final class PoolFactoryException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The message names the key and what went wrong. */
    public PoolFactoryException(String pool, String message, Throwable cause) {
        super(pool, message, cause);
    }
}
