package dev.sluice.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What JDBC has no words for, of a session with PostgreSQL. */
final class PostgresSession {

    private static final String GET_NOTIFICATIONS = "getNotifications";

    private PostgresSession() {}

    static String searchPath(Connection raw) throws SQLException {
        try (Statement statement = raw.createStatement();
                ResultSet rows = statement.executeQuery("show search_path")) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void setSearchPath(Connection raw, @Nullable String path) throws SQLException {
        try (PreparedStatement statement = raw.prepareStatement("select set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            statement.execute();
        }
    }

    /**
     * Notifications that have arrived and nobody fetched wait in the driver, which would give them to the next user.
     * To be called after a statement: what the server had sent has arrived then. By reflection, as which driver there
     * is, is the application's business; and past the driver's own method for it, if that is possible, as that waits
     * for a millisecond for more.
     */
    static void forgetNotifications(Connection raw) throws SQLException {
        try {
            Class<?> session = type(raw, "org.postgresql.core.BaseConnection");
            Object executor = call(session, "getQueryExecutor", raw.unwrap(session));
            call(type(raw, "org.postgresql.core.QueryExecutor"), GET_NOTIFICATIONS, executor);
        } catch (ReflectiveOperationException e) {
            fetchNotifications(raw);
        }
    }

    private static void fetchNotifications(Connection raw) throws SQLException {
        try {
            Class<?> session = type(raw, "org.postgresql.PGConnection");
            call(session, GET_NOTIFICATIONS, raw.unwrap(session));
        } catch (ClassNotFoundException e) {
            // another driver, of which we know nothing
        } catch (ReflectiveOperationException e) {
            throw new SQLException("notifications are left in the driver", e);
        }
    }

    private static Class<?> type(Connection raw, String name) throws ClassNotFoundException {
        return Class.forName(name, false, raw.getClass().getClassLoader());
    }

    private static Object call(Class<?> type, String method, Object target) throws ReflectiveOperationException {
        return type.getMethod(method).invoke(target);
    }
}
