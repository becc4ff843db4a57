package dev.sluice.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The details that a PostgreSQL server reports about an error, in addition to its SQLSTATE. */
final class PostgresError {

    private static final String TYPE = "org.postgresql.util.PSQLException";

    /** The severity from a server with English messages. Other languages are not recognised. */
    private static final String STATEMENT_FAILED = "ERROR";

    private PostgresError() {}

    /**
     * Returns whether the error reports the loss of another connection, such as that of dblink to another server. The
     * reporting server then continues this session. An error that ends the session has the severity FATAL or PANIC.
     */
    static boolean isOfAnotherConnection(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("08") && STATEMENT_FAILED.equals(severity(e));
    }

    /**
     * Returns the severity, or null if the server sent none. Uses reflection, as the application chooses the driver.
     */
    private static @Nullable String severity(SQLException e) {
        if (!e.getClass().getName().equals(TYPE)) {
            return null;
        }
        try {
            Object said = e.getClass().getMethod("getServerErrorMessage").invoke(e);
            return said == null
                    ? null
                    : (String) said.getClass().getMethod("getSeverity").invoke(said);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException missing) {
            return null;
        }
    }
}
