package dev.sluice.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What JDBC has no words for, of a session with PostgreSQL. */
final class PostgresSession {

    private static final String DRIVER_INTERFACE = "org.postgresql.PGConnection";

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
     * By reflection: which driver there is, is the application's business.
     */
    static void forgetNotifications(Connection raw) throws SQLException {
        Class<?> driver;
        try {
            driver = Class.forName(DRIVER_INTERFACE, false, raw.getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return; // another driver, of which we know nothing
        }
        try {
            driver.getMethod("getNotifications").invoke(raw.unwrap(driver));
        } catch (InvocationTargetException e) {
            throw new SQLException("notifications are left in the driver", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLException("notifications are left in the driver", e);
        }
    }
}
