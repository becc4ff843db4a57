package dev.sluice.pool.failure;

/** Reports that an operator has disabled the pool, or drains it: callers are refused until the pool is enabled. */
public final class PoolDisabled extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the state of the pool. */
    public PoolDisabled(String pool, String message) {
        super(pool, message, null);
    }
}
