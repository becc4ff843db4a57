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
        /** A pool behind a data source of Quarkus. */
        ADOPTED,
        /** The configuration has it. */
        CONFIGURED,
        /** A pool that was created at run time and is kept in a file. */
        KEPT,
        /** A pool that was created at run time and ends with the process. */
        PASSING
    }

    ManagedPool<?> pool() {
        return jdbc.pool();
    }
}
