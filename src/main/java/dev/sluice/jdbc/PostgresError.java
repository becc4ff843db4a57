package dev.sluice.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the server of PostgreSQL says of an error, beside its SQLState. */
final class PostgresError {

    private static final String TYPE = "org.postgresql.util.PSQLException";

    /** The word of a server that speaks English. One in another language is not relied on. */
    private static final String STATEMENT_FAILED = "ERROR";

    private PostgresError() {}

    /**
     * Whether the error says that a connection is lost, but means another one, such as that of dblink to another server:
     * the server that tells it goes on with this session. What ends a session has the severity FATAL or PANIC.
     */
    static boolean isOfAnotherConnection(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("08") && STATEMENT_FAILED.equals(severity(e));
    }

    /** By reflection, as which driver there is, is the application's business; null if the server said nothing. */
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
