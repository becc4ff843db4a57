package dev.sluice.pool.failure;

/** An operator has the pool refuse callers for the time being: it is disabled, or being drained. */
public final class PoolDisabled extends PoolException {

    private static final long serialVersionUID = 1L;

    /** With the words of the state it is in. */
    public PoolDisabled(String pool, String message) {
        super(pool, message, null);
    }
}
