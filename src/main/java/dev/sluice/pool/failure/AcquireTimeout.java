package dev.sluice.pool.failure;

/** Reports that no resource became free before the caller's deadline. */
public sealed class AcquireTimeout extends PoolException permits GetTimeout {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that has the numbers. */
    public AcquireTimeout(String pool, String message) {
        super(pool, message, null);
    }
}
