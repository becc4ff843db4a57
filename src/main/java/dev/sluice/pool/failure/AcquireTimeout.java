package dev.sluice.pool.failure;

/** No resource became free before the caller's deadline. */
public sealed class AcquireTimeout extends PoolException permits GetTimeout {

    private static final long serialVersionUID = 1L;

    /** The message carries the numbers. */
    public AcquireTimeout(String pool, String message) {
        super(pool, message, null);
    }
}
