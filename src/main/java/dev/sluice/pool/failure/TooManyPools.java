package dev.sluice.pool.failure;

import dev.sluice.value.Plural;

/** Refuses a request for a new pool because the application has its maximum number of pools. */
public final class TooManyPools extends PoolException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for the requested name.
     *
     * @param most maximum number of pools
     */
    public TooManyPools(String pool, int most) {
        super(
                pool,
                "pool '" + pool + "' is not created: there " + (most == 1 ? "is " : "are ") + Plural.of(most, "pool")
                        + ", the maximum (sluice.max-pools); delete a pool first",
                null);
    }
}
