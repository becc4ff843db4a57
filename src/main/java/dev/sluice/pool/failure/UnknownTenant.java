package dev.sluice.pool.failure;

/** The pool is shared out among tenants, and this one has no share. */
public final class UnknownTenant extends PoolException {

    private static final long serialVersionUID = 1L;

    /** The message carries the tenant. */
    public UnknownTenant(String pool, String message) {
        super(pool, message, null);
    }
}
