package dev.sluice.pool.failure;

/** Reports that the caller's token was cancelled, before the acquire or during its wait. The caller has no lease. */
public final class AcquireCancelled extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that has the numbers. */
    public AcquireCancelled(String pool, String message) {
        super(pool, message, null);
    }
}
