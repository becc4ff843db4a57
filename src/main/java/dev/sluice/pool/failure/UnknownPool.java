package dev.sluice.pool.failure;

/** Reports that no pool has the requested name. */
public final class UnknownPool extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the requested name. */
    public UnknownPool(String pool) {
        super(pool, "no pool '" + pool + "'", null);
    }
}
