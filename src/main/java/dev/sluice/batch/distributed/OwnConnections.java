package dev.sluice.batch.distributed;

import dev.sluice.admission.Priority;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.SqlErrors;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Connections for db-scheduler's own statements, which are few and short: polls, and the heartbeats of this process.
 * They take precedence over all other leases, so that this process never appears dead under load. While no connection
 * is available, callers wait, instead of filling a log with failures. The first connection creates the tables.
 * Thread-safe.
 */
final class OwnConnections extends PlainDataSource {

    private static final AcquireRequest REQUEST = AcquireRequest.DEFAULT
            .withPriority(Priority.CRITICAL)
            .withTag("batch", "scheduler")
            .withTimeout(Connections.TURN);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ManagedDataSource pool;
    private final Ticker ticker;
    private volatile boolean hasTables;
    private volatile boolean ending;

    OwnConnections(ManagedDataSource pool, Ticker ticker) {
        this.pool = pool;
        this.ticker = ticker;
    }

    /** Limits all further waits to one lease. */
    void end() {
        ending = true;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                return ready(pool.acquire(REQUEST));
            } catch (SQLException e) {
                if (ending
                        || SqlErrors.kindOf(e).isOfJobs()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            ticker.park(this, BETWEEN_LOOKS.toNanos());
        }
    }

    private Connection ready(Connection connection) throws SQLException {
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            if (!hasTables) {
                Tables.create(connection);
                hasTables = true;
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
