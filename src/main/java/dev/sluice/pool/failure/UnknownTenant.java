package dev.sluice.pool.failure;

/** Refuses a caller because tenants share the pool and the caller's tenant has no share. */
public final class UnknownTenant extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the tenant. */
    public UnknownTenant(String pool, String message) {
        super(pool, message, null);
    }
}
