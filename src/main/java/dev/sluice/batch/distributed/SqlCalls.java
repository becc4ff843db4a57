package dev.sluice.batch.distributed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs statements with values, in one call. */
final class SqlCalls {

    private SqlCalls() {}

    /** Converts a row of a result. */
    @FunctionalInterface
    interface Reading<T> {
        @Nullable
        T of(ResultSet row) throws Exception;
    }

    /** Runs the statement and returns the number of changed rows. */
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Returns the first row, or null. */
    static <T> @Nullable T first(Connection connection, String sql, Reading<T> reading, @Nullable Object... values)
            throws Exception {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reading.of(rows) : null;
            }
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
