package dev.sluice.pool.failure;

/** Reports that the pool is closed or closing, and hands out no more leases. */
public final class PoolClosed extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the pool of this name. */
    public PoolClosed(String pool) {
        super(pool, "pool '" + pool + "' is closed", null);
    }
}
