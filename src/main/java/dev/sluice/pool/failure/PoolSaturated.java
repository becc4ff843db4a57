package dev.sluice.pool.failure;

/** The pool is full and the caller was not queued: too many wait already, or it had too little time left. */
public final class PoolSaturated extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The message carries the numbers. */
    public PoolSaturated(String pool, String message) {
        super(pool, message, null);
    }
}
