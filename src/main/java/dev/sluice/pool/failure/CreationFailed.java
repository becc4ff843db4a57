package dev.sluice.pool.failure;

/** The pool had room for another resource but could not create one before the caller's deadline. */
public final class CreationFailed extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The cause is what the last attempt to create one threw. */
    public CreationFailed(String pool, String message, Throwable cause) {
        super(pool, message, cause);
    }
}
