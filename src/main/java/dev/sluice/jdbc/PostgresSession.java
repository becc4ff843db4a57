package dev.sluice.jdbc;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls for sessions of PostgreSQL that JDBC does not have. */
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
     * Discards the notifications in the driver, which would give them to the next user of the session. Must be called
     * after a statement, so that all notifications of the server have arrived.
     *
     * <p>Uses reflection, because the application chooses the driver. Prefers an internal method of the driver, because
     * the public method waits a millisecond for further notifications.
     */
    static void forgetNotifications(Connection raw) throws SQLException {
        try {
            Class<?> session = DriverCalls.type(raw, "org.postgresql.core.BaseConnection");
            Object executor = call(session, "getQueryExecutor", raw.unwrap(session));
            call(DriverCalls.type(raw, "org.postgresql.core.QueryExecutor"), GET_NOTIFICATIONS, executor);
        } catch (ReflectiveOperationException e) {
            fetchNotifications(raw);
        }
    }

    private static void fetchNotifications(Connection raw) throws SQLException {
        try {
            Class<?> session = DriverCalls.type(raw, "org.postgresql.PGConnection");
            call(session, GET_NOTIFICATIONS, raw.unwrap(session));
        } catch (ClassNotFoundException e) {
            // another driver, whose notifications are unknown
        } catch (ReflectiveOperationException e) {
            throw new SQLException("cannot read the pending notifications from the driver", e);
        }
    }

    /**
     * Returns whether a COPY is under way. The driver locks the session for the time of a COPY, has no method that
     * reports the lock, and waits for it without a limit. In another version of the driver the field may be missing;
     * then a COPY is not found.
     */
    static boolean isCopying(Connection raw) {
        try {
            Object executor = DriverCalls.call(raw, "org.postgresql.core.BaseConnection", "getQueryExecutor");
            Field lock = executor.getClass().getDeclaredField("lockedFor");
            lock.setAccessible(true);
            return lock.get(executor) != null;
        } catch (ReflectiveOperationException | SQLException | RuntimeException e) {
            return false;
        }
    }

    /** Returns the server process of the session, as the driver knows it. */
    static int processOf(Connection raw) throws SQLException {
        return (Integer) ofDriver(raw, "getBackendPID");
    }

    /** Asks the server, over a separate connection, to stop the statement that the session runs now. */
    static void cancel(Connection raw) throws SQLException {
        ofDriver(raw, "cancelQuery");
    }

    private static Object ofDriver(Connection raw, String method) throws SQLException {
        return DriverCalls.call(raw, "org.postgresql.PGConnection", method);
    }

    /** Returns the processes among these that still exist, each with false if it is known to run no statement. */
    static Map<Integer, Boolean> alive(Connection querying, Set<Integer> processes) throws SQLException {
        Map<Integer, Boolean> alive = new HashMap<>();
        try (Statement statement = querying.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select pid, coalesce(state not like 'idle%', true) from pg_catalog.pg_stat_activity where pid in ("
                                + list(processes) + ")")) {
            while (rows.next()) {
                alive.put(rows.getInt(1), rows.getBoolean(2));
            }
        }
        return alive;
    }

    private static String list(Set<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static void terminate(Connection querying, int process) throws SQLException {
        try (Statement statement = querying.createStatement()) {
            statement.execute("select pg_catalog.pg_terminate_backend(" + process + ")");
        }
    }

    private static Object call(Class<?> type, String method, Object target) throws ReflectiveOperationException {
        return type.getMethod(method).invoke(target);
    }
}
