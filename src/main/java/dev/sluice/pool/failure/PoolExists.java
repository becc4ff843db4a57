package dev.sluice.pool.failure;

/** Refuses a new pool because a pool of this name exists. */
public final class PoolExists extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the requested name. */
    public PoolExists(String pool) {
        super(pool, "there is a pool '" + pool + "' already", null);
    }
}
