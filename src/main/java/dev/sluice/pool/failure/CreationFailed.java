package dev.sluice.pool.failure;

/** Reports that the pool had room for another resource but could not create it before the caller's deadline. */
public final class CreationFailed extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the failure of the last attempt as its cause. */
    public CreationFailed(String pool, String message, Throwable cause) {
        super(pool, message, cause);
    }
}
