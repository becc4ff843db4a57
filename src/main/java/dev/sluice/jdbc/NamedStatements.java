package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import dev.sluice.pool.LoadStatements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The statements for load tests, on connections that pass through Agroal as those of applications do. All rows of all
 * results are read. Thread-safe.
 */
final class NamedStatements implements LoadStatements<PhysicalConnection> {

    /** Maximum time of a statement, in seconds; no load test waits longer for its callers. */
    private static final int LONGEST_SECONDS = 30;

    private final Map<String, String> byName;
    private final AgroalLeases leases;
    private final Set<Statement> running = ConcurrentHashMap.newKeySet();

    NamedStatements(Map<String, String> byName, AgroalLeases leases) {
        this.byName = new TreeMap<>(byName);
        this.leases = leases;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    @Override
    public void run(String name, Lease<PhysicalConnection> lease) throws SQLException {
        String sql = String.valueOf(byName.get(name));
        try (Connection connection = leases.checkOut(lease, false);
                Statement statement = connection.createStatement()) {
            limit(statement);
            running.add(statement);
            try {
                read(statement, statement.execute(sql));
            } finally {
                running.remove(statement);
            }
        } catch (SQLException e) {
            // the message of a driver may quote the statement, which is part of the configuration
            throw new SQLException(
                    "statement '" + name + "' failed with SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode(),
                    e.getSQLState(),
                    e.getErrorCode());
        }
    }

    @Override
    public void cancel() {
        for (Statement each : running) {
            try {
                each.cancel();
            } catch (SQLException e) {
                // the statement has ended meanwhile, or ends at its limit
            }
        }
    }

    private static void limit(Statement statement) throws SQLException {
        try {
            statement.setQueryTimeout(LONGEST_SECONDS);
        } catch (SQLFeatureNotSupportedException e) {
            // the socket timeout of the pool remains
        }
    }

    private static void read(Statement statement, boolean hasRows) throws SQLException {
        boolean isRows = hasRows;
        while (isRows || statement.getUpdateCount() != -1) {
            if (isRows) {
                readAll(statement);
            }
            isRows = statement.getMoreResults();
        }
    }

    private static void readAll(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }
}
