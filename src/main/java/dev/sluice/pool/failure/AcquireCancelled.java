package dev.sluice.pool.failure;

/** The caller's token was cancelled, before the acquire or during its wait. It has nothing from the pool then. */
public final class AcquireCancelled extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The message carries the numbers. */
    public AcquireCancelled(String pool, String message) {
        super(pool, message, null);
    }
}
