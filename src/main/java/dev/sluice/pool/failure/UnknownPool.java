package dev.sluice.pool.failure;

/** There is no pool of that name. */
public final class UnknownPool extends PoolException {

    private static final long serialVersionUID = 1L;

    /** For the name that was asked for. */
    public UnknownPool(String pool) {
        super(pool, "no pool '" + pool + "'", null);
    }
}
