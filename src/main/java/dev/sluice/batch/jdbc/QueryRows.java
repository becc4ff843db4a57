package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read from the database on demand, in a read-only transaction. Holds its connection until it is
 * closed. Numbers, booleans, texts, bytes, UUIDs, dates and times become values of Java; other values become text.
 */
public final class QueryRows implements RowReader {

    /** The number of rows that are fetched at a time. */
    public static final int FETCH_SIZE = 500;

    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final List<ColumnReader> readers;
    private final List<String> columns;
    private long number;
    private boolean closed;

    private QueryRows(Connection connection, Statement statement, ResultSet rows) throws SQLException {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        readers = ColumnReader.of(rows.getMetaData());
        columns = readers.stream().map(ColumnReader::label).toList();
    }

    /** Returns the rows over a connection that is leased for the query. */
    public static QueryRows open(Connections connections, String query) throws SQLException, BadInput {
        return open(connections.acquire(), query, FETCH_SIZE);
    }

    /**
     * Begins to read.
     *
     * @param connection is closed at the end, or at once if this method fails
     * @throws SQLException of the database
     * @throws BadInput if two columns have the same name
     */
    public static QueryRows open(Connection connection, String query, int fetchSize) throws SQLException, BadInput {
        QueryRows opened = begin(connection, query, fetchSize);
        Set<String> seen = new HashSet<>();
        for (String column : opened.columns) {
            if (!seen.add(column)) {
                opened.close();
                throw new BadInput("the query has the column '" + column + "' twice");
            }
        }
        return opened;
    }

    private static QueryRows begin(Connection connection, String query, int fetchSize) throws SQLException {
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false); // with autocommit, PostgreSQL sends all rows at once
            Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            try {
                statement.setFetchSize(fetchSize);
                return new QueryRows(connection, statement, statement.executeQuery(query));
            } catch (SQLException | RuntimeException | Error e) {
                close(statement);
                throw e;
            }
        } catch (SQLException | RuntimeException | Error e) {
            giveBack(connection);
            throw e;
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() throws SQLException {
        if (closed || !rows.next()) {
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>(readers.size());
        for (ColumnReader each : readers) {
            values.add(each.read(rows));
        }
        return new Row(++number, columns, values, null);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        close(rows);
        close(statement);
        giveBack(connection);
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // the transaction ends now
        }
    }

    /** Ends the transaction, and restores the state of the connection. */
    private static void giveBack(Connection connection) {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            connection.setReadOnly(false);
        } catch (SQLException e) {
            // the transaction only read
        }
    }
}
