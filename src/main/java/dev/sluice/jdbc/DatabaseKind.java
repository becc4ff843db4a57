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
 * The differences between databases: errors of dead connections, and names of driver timeouts. Driver timeouts are set
 * per pool, as connection properties, because the login timeout of {@link java.sql.DriverManager} is one for the whole
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

        /** A transaction that was begun by a statement goes on while the driver's autocommit is on. */
        @Override
        boolean hidesTransactions() {
            return true;
        }

        /** The whole search path: the schema that JDBC tells is the first of it, or none. */
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
        Map<Integer, Boolean> alive(Connection look, Set<Integer> sessions) throws SQLException {
            return PostgresSession.alive(look, sessions);
        }

        @Override
        void terminate(Connection look, int session) throws SQLException {
            PostgresSession.terminate(look, session);
        }
    },
    /** H2, in memory, in a file or on a server; it has no driver timeouts. */
    H2("jdbc:h2:", SqlStateExceptionSorter::new, false) {
        @Override
        boolean isWritable(Connection raw) throws SQLException {
            return answers(raw, "CALL READONLY()", "FALSE");
        }
    },
    /** MariaDB; milliseconds. */
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
    /** MySQL; milliseconds. */
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
    /** Oracle; milliseconds. */
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
    /** DB2. */
    DB2("jdbc:db2:", DB2ExceptionSorter::new, false),
    /** Anything else: the standard's SQLState classes decide, the driver's own timeouts apply. */
    OTHER("", SqlStateExceptionSorter::new, false);

    /** The time that PostgreSQL's driver waits for the server to accept a request to cancel a statement, in seconds. */
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

        /** Leaves everything to the driver. */
        public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** The kind that a JDBC URL names. */
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

    /** Returns whether the server accepts writes, as far as this kind of database can be asked. */
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

    /** Tells dead connections from failed statements. */
    ExceptionSorter exceptionSorter() {
        return sorter.get();
    }

    /** Returns whether a session can have the name of its connection, for people who watch the server. */
    boolean namesSessions() {
        return namesSessions;
    }

    /**
     * Returns the statement that discards all state of a session on the server, or null if only a new session has
     * none.
     */
    @Nullable
    String discardStatement() {
        return null;
    }

    /**
     * Returns whether a transaction may be open although autocommit is on. If so, a rollback without one costs
     * nothing.
     */
    boolean hidesTransactions() {
        return false;
    }

    /** Returns the setting that decides in which schema an unqualified name is found. */
    @Nullable
    String schema(Connection raw) throws SQLException {
        return raw.getSchema();
    }

    /** Sets what {@link #schema} told. */
    void setSchema(Connection raw, @Nullable String schema) throws SQLException {
        raw.setSchema(schema);
    }

    /** Drops what the server sent to the last user of the session, and was not fetched. */
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

    /** Returns the sessions among these that the server still has, each with whether it may run a statement. */
    Map<Integer, Boolean> alive(Connection look, Set<Integer> sessions) throws SQLException {
        return Map.of();
    }

    /** Makes the server end a session. */
    void terminate(Connection look, int session) throws SQLException {}

    /** The driver's properties for these timeouts; what the URL says already is left out. */
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

    /** At least one second: zero would mean for ever. */
    private static @Nullable String seconds(@Nullable Duration timeout) {
        return timeout == null || timeout.isZero() ? null : String.valueOf(Math.max(1, timeout.toSeconds()));
    }

    private static @Nullable String millis(@Nullable Duration timeout) {
        return timeout == null || timeout.isZero() ? null : String.valueOf(Math.max(1, timeout.toMillis()));
    }
}
