package dev.sluice.pool.failure;

import dev.sluice.value.GivenText;

/** Reports that no pool has the requested name. */
public final class UnknownPool extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the requested name, which is not repeated if it has other characters than a name. */
    public UnknownPool(String pool) {
        super(GivenText.label(pool), "no pool '" + GivenText.label(pool) + "'", null);
    }
}
