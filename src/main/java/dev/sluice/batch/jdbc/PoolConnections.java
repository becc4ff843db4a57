package dev.sluice.batch.jdbc;

import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leases of a managed pool.
 *
 * @param dataSource the data source of the pool
 * @param request the request for each lease
 * @param turn the wait of calls without their own wait; null for the wait of the pool's other callers
 * @param fairShare bounds the leases of the batch to those that other callers leave
 */
record PoolConnections(
        ManagedDataSource dataSource,
        AcquireRequest request,
        @Nullable Duration turn,
        FairShareLimit fairShare) implements Connections {

    @Override
    public String place() {
        return "pool '" + dataSource.name() + "'";
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.acquire(turn == null ? request : request.withTimeout(turn));
    }

    @Override
    public Connection acquire(Duration patience) throws SQLException {
        return dataSource.acquire(request.withTimeout(patience));
    }
}
