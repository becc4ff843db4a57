package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.exceptionsorter.DB2ExceptionSorter;
import io.agroal.api.exceptionsorter.MSSQLExceptionSorter;
import io.agroal.api.exceptionsorter.MySQLExceptionSorter;
import io.agroal.api.exceptionsorter.OracleExceptionSorter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The differences between databases: errors of dead connections, and names of driver timeouts. Driver timeouts are
 * connection properties of each pool, because the login timeout of {@link java.sql.DriverManager} applies to the whole
 * JVM.
 */
public enum DatabaseKind {
    /** PostgreSQL; the driver's timeouts are in seconds. */
    POSTGRESQL("jdbc:postgresql:", SqlStateExceptionSorter::new, true) {
        @Override
        void timeouts(Map<String, String> properties, Timeouts timeouts) {
            put(properties, "connectTimeout", seconds(timeouts.connect()));
            put(properties, "loginTimeout", seconds(timeouts.login()));
            put(properties, "socketTimeout", seconds(timeouts.socket()));
            properties.put("tcpKeepAlive", "true");
            properties.put("cancelSignalTimeout", String.valueOf(CANCEL_SECONDS));
        }

        @Override
        public boolean countsInSeconds() {
            return true;
        }

        @Override
        boolean isWritable(Connection raw) throws SQLException {
            return answers(raw, "SHOW transaction_read_only", "off");
        }

        @Override
        String discardStatement() {
            return "DISCARD ALL";
        }

        /** Returns true: a transaction that a statement began stays open while the driver's autocommit is on. */
        @Override
        boolean hidesTransactions() {
            return true;
        }

        /** Returns the whole search path, because the schema of JDBC is only its first element, or null. */
        @Override
        String schema(Connection raw) throws SQLException {
            return PostgresSession.searchPath(raw);
        }

        @Override
        void setSchema(Connection raw, @Nullable String schema) throws SQLException {
            PostgresSession.setSearchPath(raw, schema);
        }

        @Override
        void forgetMessages(Connection raw) throws SQLException {
            PostgresSession.forgetNotifications(raw);
        }

        @Override
        boolean isBlocked(Connection raw) {
            return PostgresSession.isCopying(raw);
        }

        @Override
        int sessionOf(Connection raw) throws SQLException {
            return PostgresSession.processOf(raw);
        }

        @Override
        void cancel(Connection raw) throws SQLException {
            PostgresSession.cancel(raw);
        }

        @Override
        Map<Integer, Boolean> alive(Connection querying, Set<Integer> sessions) throws SQLException {
            return PostgresSession.alive(querying, sessions);
        }

        @Override
        void terminate(Connection querying, int session) throws SQLException {
            PostgresSession.terminate(querying, session);
        }
    },
    /** H2, in memory, in a file or on a server; it has no driver timeouts. */
    H2("jdbc:h2:", H2ExceptionSorter::new, false) {
        @Override
        boolean isWritable(Connection raw) throws SQLException {
            return answers(raw, "CALL READONLY()", "FALSE");
        }
    },
    /** MariaDB; the driver's timeouts are in milliseconds. */
    MARIADB("jdbc:mariadb:", MySQLExceptionSorter::new, false) {
        @Override
        void timeouts(Map<String, String> properties, Timeouts timeouts) {
            put(properties, "connectTimeout", millis(timeouts.connect()));
            put(properties, "socketTimeout", millis(timeouts.socket()));
        }

        @Override
        boolean isWritable(Connection raw) throws SQLException {
            return answers(raw, "SELECT @@global.read_only", "0");
        }
    },
    /** MySQL; the driver's timeouts are in milliseconds. */
    MYSQL("jdbc:mysql:", MySQLExceptionSorter::new, false) {
        @Override
        void timeouts(Map<String, String> properties, Timeouts timeouts) {
            put(properties, "connectTimeout", millis(timeouts.connect()));
            put(properties, "socketTimeout", millis(timeouts.socket()));
        }

        @Override
        boolean isWritable(Connection raw) throws SQLException {
            return answers(raw, "SELECT @@global.read_only", "0");
        }
    },
    /** Oracle; the driver's timeouts are in milliseconds. */
    ORACLE("jdbc:oracle:", OracleExceptionSorter::new, false) {
        @Override
        void timeouts(Map<String, String> properties, Timeouts timeouts) {
            put(properties, "oracle.net.CONNECT_TIMEOUT", millis(timeouts.connect()));
            put(properties, "oracle.jdbc.ReadTimeout", millis(timeouts.socket()));
        }
    },
    /** SQL Server; the login timeout is in seconds, the socket timeout in milliseconds. */
    MSSQL("jdbc:sqlserver:", MSSQLExceptionSorter::new, false) {
        @Override
        void timeouts(Map<String, String> properties, Timeouts timeouts) {
            put(properties, "loginTimeout", seconds(timeouts.login()));
            put(properties, "socketTimeout", millis(timeouts.socket()));
        }

        @Override
        public boolean countsInSeconds() {
            return true;
        }
    },
    /** DB2, with the driver's own timeouts. */
    DB2("jdbc:db2:", DB2ExceptionSorter::new, false),
    /** Any other database, with the SQLSTATE classes of the standard and the driver's own timeouts. */
    OTHER("", SqlStateExceptionSorter::new, false);

    /**
     * The time for which PostgreSQL's driver waits until the server accepts a request to cancel a statement, in
     * seconds.
     */
    static final int CANCEL_SECONDS = 1;

    /** The value for a session whose number on the server is unknown. */
    static final int UNKNOWN = 0;

    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference
    private final Supplier<ExceptionSorter> sorter;

    private final boolean namesSessions;

    DatabaseKind(String prefix, Supplier<ExceptionSorter> sorter, boolean namesSessions) {
        this.prefix = prefix;
        this.sorter = sorter;
        this.namesSessions = namesSessions;
    }

    /**
     * The limits of the driver.
     *
     * @param connect limit for opening the socket to one host; zero for the driver's default, null for a limit that
     *     lets the driver try each host of the URL before the login times out
     * @param login limit for the login; zero for the driver's default
     * @param socket maximum wait for an answer; zero for no limit
     */
    public record Timeouts(@Nullable Duration connect, Duration login, Duration socket) {

        /** The driver's own defaults. */
        public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Returns the kind that a JDBC URL names. */
    public static DatabaseKind ofUrl(@Nullable String url) {
        String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> lower.startsWith(kind.prefix))
                .findFirst()
                .orElse(OTHER);
    }

    /** Returns whether the driver's timeouts are whole seconds; otherwise they are milliseconds. */
    public boolean countsInSeconds() {
        return false;
    }

    /** Returns whether the server accepts writes, by a query where the kind of database has one. */
    boolean isWritable(Connection raw) throws SQLException {
        return !raw.isReadOnly();
    }

    /** Returns whether the first value of the query's result equals the given one. */
    static boolean answers(Connection raw, String query, String expected) throws SQLException {
        try (Statement statement = raw.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() && expected.equalsIgnoreCase(rows.getString(1));
        }
    }

    /** Returns a sorter that tells dead connections from failed statements. */
    ExceptionSorter exceptionSorter() {
        return sorter.get();
    }

    /** Returns whether a session can have the name of its connection, for operators of the server. */
    boolean namesSessions() {
        return namesSessions;
    }

    /** Returns the statement that discards all state of a session on the server, or null if the database has none. */
    @Nullable
    String discardStatement() {
        return null;
    }

    /**
     * Returns whether a transaction may be open although autocommit is on. If so, a rollback without a transaction
     * costs nothing.
     */
    boolean hidesTransactions() {
        return false;
    }

    /** Returns the setting that decides in which schema an unqualified name is found. */
    @Nullable
    String schema(Connection raw) throws SQLException {
        return raw.getSchema();
    }

    /** Restores a setting that {@link #schema} has returned. */
    void setSchema(Connection raw, @Nullable String schema) throws SQLException {
        raw.setSchema(schema);
    }

    /** Discards messages that the server sent to the last user of the session and that were not fetched. */
    void forgetMessages(Connection raw) throws SQLException {}

    /**
     * Returns whether the driver would block every call until a command ends that only the session's user can end, such
     * as a COPY. Sends no request.
     */
    boolean isBlocked(Connection raw) {
        return false;
    }

    /**
     * Returns the server's number for a session, or {@link #UNKNOWN} where the server has no such query. Sends no
     * request.
     */
    int sessionOf(Connection raw) throws SQLException {
        return UNKNOWN;
    }

    /**
     * Asks the server, outside the session itself, to stop the statement that the session runs now. Returns when the
     * server has accepted the request, or after {@value #CANCEL_SECONDS} s. Does nothing where the driver stops the
     * statement on close or abort (H2, MariaDB), and where the driver has no such request.
     */
    void cancel(Connection raw) throws SQLException {}

    /** Returns the given sessions that the server still has, each with whether it may run a statement. */
    Map<Integer, Boolean> alive(Connection querying, Set<Integer> sessions) throws SQLException {
        return Map.of();
    }

    /** Makes the server end a session. */
    void terminate(Connection querying, int session) throws SQLException {}

    /** Returns the driver's properties for these timeouts, without properties that the URL sets. */
    Map<String, String> properties(Timeouts timeouts, String url) {
        Map<String, String> properties = new TreeMap<>();
        Duration connect = timeouts.connect();
        if (connect == null) {
            connect = HostList.of(url).share(timeouts.login(), countsInSeconds());
        }
        timeouts(properties, new Timeouts(connect, timeouts.login(), timeouts.socket()));
        properties.keySet().removeIf(key -> url.contains(key + "="));
        return properties;
    }

    void timeouts(Map<String, String> properties, Timeouts timeouts) {}

    private static void put(Map<String, String> properties, String key, @Nullable String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }

    /** Returns the timeout in seconds, at least one, because zero would mean no limit. */
    private static @Nullable String seconds(@Nullable Duration timeout) {
        return timeout == null || timeout.isZero() ? null : String.valueOf(Math.max(1, timeout.toSeconds()));
    }

    private static @Nullable String millis(@Nullable Duration timeout) {
        return timeout == null || timeout.isZero() ? null : String.valueOf(Math.max(1, timeout.toMillis()));
    }
}
