package dev.sluice.pool.failure;

/** Refuses a caller of a full pool before its deadline, for example because the maximum number of callers waits. */
public final class PoolSaturated extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that has the numbers. */
    public PoolSaturated(String pool, String message) {
        super(pool, message, null);
    }
}
