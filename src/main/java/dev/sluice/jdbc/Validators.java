package dev.sluice.jdbc;

import dev.sluice.value.BadValue;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Validators of idle sessions: by the driver, by a statement, or by the application's own check. */
final class Validators {

    private Validators() {}

    /**
     * Returns the configured validator, or the driver's own if none is configured.
     *
     * @param seconds the limit for an answer
     * @param warn receives a warning if the driver has no validation
     */
    static ConnectionValidator of(ConnectionValidator configured, int seconds, Consumer<String> warn) {
        if (configured instanceof QueryValidator query) {
            return new QueryValidator(query.sql, seconds);
        }
        boolean isNone =
                configured.getClass() == ConnectionValidator.emptyValidator().getClass();
        return isNone ? new OfDriver(seconds, warn) : configured;
    }

    /**
     * Returns a validator that runs a statement, which a working session answers.
     *
     * @throws IllegalArgumentException if the statement is blank
     */
    static ConnectionValidator query(String sql) {
        if (sql.isBlank()) {
            throw BadValue.of("validation-query", "must not be blank");
        }
        return new QueryValidator(sql, 0);
    }

    /**
     * Calls {@link Connection#isValid}. With a driver that lacks the method, every session counts as working until it
     * fails.
     */
    private static final class OfDriver implements ConnectionValidator {

        private final int seconds;
        private final Consumer<String> warn;
        private final AtomicBoolean warned = new AtomicBoolean();

        OfDriver(int seconds, Consumer<String> warn) {
            this.seconds = seconds;
            this.warn = warn;
        }

        @Override
        public boolean isValid(Connection connection) {
            try {
                return connection.isValid(seconds);
            } catch (SQLFeatureNotSupportedException
                    | UnsupportedOperationException
                    | AbstractMethodError
                    | NoSuchMethodError e) {
                if (warned.compareAndSet(false, true)) {
                    warn.accept(
                            nameOfDriver(connection) + " does not implement Connection.isValid ("
                                    + e.getClass().getSimpleName()
                                    + "): its connections are not validated. Set validation-query to a statement to ask instead");
                }
                return true;
            } catch (SQLException | RuntimeException e) {
                return false;
            }
        }

        private static String nameOfDriver(Connection connection) {
            try {
                return "the driver '" + connection.getMetaData().getDriverName() + "'";
            } catch (SQLException | RuntimeException | LinkageError e) {
                return "the driver";
            }
        }
    }

    private static final class QueryValidator implements ConnectionValidator {

        private final String sql;
        private final int seconds;

        QueryValidator(String sql, int seconds) {
            this.sql = sql;
            this.seconds = seconds;
        }

        @Override
        public boolean isValid(Connection connection) {
            try (Statement statement = connection.createStatement()) {
                limit(statement);
                statement.execute(sql);
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                return true;
            } catch (SQLException | RuntimeException e) {
                return false;
            }
        }

        /** Sets a time limit, if the driver supports one. Each read of the session has a limit in any case. */
        private void limit(Statement statement) {
            try {
                statement.setQueryTimeout(seconds);
            } catch (SQLException | RuntimeException | AbstractMethodError e) {
                // the query runs without a limit
            }
        }
    }
}
