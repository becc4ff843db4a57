package dev.sluice.pool.failure;

/** The pool is closed or closing; it hands out nothing any more. */
public final class PoolClosed extends PoolException {

    private static final long serialVersionUID = 1L;

    /** For the pool of that name. */
    public PoolClosed(String pool) {
        super(pool, "pool '" + pool + "' is closed", null);
    }
}
