package dev.sluice.adapter.quarkus;

import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolThreads;

/**
 * A pool, with the objects that were created for it.
 *
 * @param jdbc the pool
 * @param threads the threads of the pool, which end after its close
 * @param origin the origin of the pool
 */
record OpenPool(JdbcPool jdbc, PoolThreads threads, PoolOrigin origin) {

    /** The origin of a pool. */
    enum PoolOrigin {
        /** A pool behind a data source of Quarkus. */
        ADOPTED,
        /** A pool of the configuration. */
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
