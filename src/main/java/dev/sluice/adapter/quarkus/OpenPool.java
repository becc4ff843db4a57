package dev.sluice.adapter.quarkus;

import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolThreads;

/**
 * A pool, and what was made for it.
 *
 * @param jdbc the pool
 * @param threads its threads, to be ended when it is closed
 * @param origin where it comes from
 */
record OpenPool(JdbcPool jdbc, PoolThreads threads, Origin origin) {

    /** Where a pool comes from. */
    enum Origin {
        /** It stands behind a data source of Quarkus. */
        ADOPTED,
        /** The configuration has it. */
        CONFIGURED,
        /** It was created while the service ran, and is kept in a file. */
        KEPT,
        /** It was created while the service ran, and ends with it. */
        PASSING
    }

    ManagedPool<?> pool() {
        return jdbc.pool();
    }
}
