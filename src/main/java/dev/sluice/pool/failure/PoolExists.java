package dev.sluice.pool.failure;

/** There is a pool of that name already. */
public final class PoolExists extends PoolException {

    private static final long serialVersionUID = 1L;

    /** For the name that was asked for. */
    public PoolExists(String pool) {
        super(pool, "there is a pool '" + pool + "' already", null);
    }
}
