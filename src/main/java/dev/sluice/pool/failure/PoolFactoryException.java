package dev.sluice.pool.failure;

/**
 * Reports that the factory failed to create the resource of a key. The cause is the factory's exception. The pool has
 * not changed.
 */
public final class PoolFactoryException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the key and the failure. */
    public PoolFactoryException(String pool, String message, Throwable cause) {
        super(pool, message, cause);
    }
}
