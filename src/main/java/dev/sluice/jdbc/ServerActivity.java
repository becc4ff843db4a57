package dev.sluice.jdbc;

import dev.sluice.pool.store.Activity.SessionWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The view of sessions and statements that a database offers. The number of a session comes from the driver without a
 * request, even while another thread uses the session.
 */
enum ServerActivity {
    /** PostgreSQL: backends of the same user in the same database. */
    POSTGRESQL("org.postgresql.PGConnection", "getBackendPID", """
            select pid, state, case when state in ('active', 'fastpath function call') then left(query, %d) end,
              state = 'disabled', case when state like 'idle in transaction%%'
                then extract(epoch from clock_timestamp() - state_change) end
            from pg_catalog.pg_stat_activity
            where pid in (%s) and usename = session_user and datname = current_database()""", "track_activities is off"),
    /** H2 2. Only embedded databases have known numbers, and only administrators see other sessions. */
    H2("org.h2.jdbc.JdbcConnection", "getSession", """
            SELECT SESSION_ID, SESSION_STATE, LEFT(EXECUTING_STATEMENT, %d), FALSE, CAST(NULL AS DOUBLE)
            FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID IN (%s)""", "") {
        @Override
        Object number(Connection raw) throws SQLException {
            Object session = super.number(raw);
            return DriverCalls.call(raw, "org.h2.engine.SessionLocal", "getId", session);
        }
    },
    /** MariaDB: the process list. */
    MARIADB("org.mariadb.jdbc.Connection", "getThreadId", MySql.PROCESSES, ""),
    /** MySQL: the process list. */
    MYSQL("com.mysql.cj.MysqlConnection", "getId", MySql.PROCESSES, "");

    /** The maximum length of a statement that is shown, in characters. */
    static final int LONGEST = 1_000;

    private final String type;
    private final String method;
    private final String query;
    private final String switchedOff;

    /** The query of both MariaDB and MySQL. */
    private static final class MySql {
        static final String PROCESSES = """
                SELECT ID, COMMAND, CASE WHEN COMMAND <> 'Sleep' THEN LEFT(INFO, %d) END, FALSE, NULL
                FROM INFORMATION_SCHEMA.PROCESSLIST WHERE ID IN (%s)""";
    }

    /**
     * @param type the driver's type of connections
     * @param method the method of that type that returns the number of the session
     * @param query selects number, state, statement, whether the server hides statements, and for how many seconds the
     *     session has been idle in a transaction
     * @param switchedOff the reason if the server hides statements
     */
    ServerActivity(String type, String method, String query, String switchedOff) {
        this.type = type;
        this.method = method;
        this.query = query;
        this.switchedOff = switchedOff;
    }

    /** Returns the view of a kind of database, or null if none is known. */
    static @Nullable ServerActivity of(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRESQL -> POSTGRESQL;
            case H2 -> H2;
            case MARIADB -> MARIADB;
            case MYSQL -> MYSQL;
            case ORACLE, MSSQL, DB2, OTHER -> null;
        };
    }

    /** Returns the server's number of a session, or null if the driver does not know it. */
    @Nullable
    Long numberOf(Connection raw) {
        try {
            return ((Number) number(raw)).longValue();
        } catch (SQLException | RuntimeException e) {
            return null; // an unknown driver, or the session has ended
        }
    }

    Object number(Connection raw) throws SQLException {
        return DriverCalls.call(raw, type, method);
    }

    /**
     * The sessions that the server shows.
     *
     * @param reason the reason why statements are missing, or null
     */
    record VisibleSessions(
            Map<Long, SessionWork> works, @Nullable String reason) {}

    /** Queries the server over a session that is none of the given sessions. */
    VisibleSessions ask(Connection querying, Set<Long> sessions, KnownSecrets secrets) throws SQLException {
        String numbers = sessions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        Map<Long, SessionWork> works = new HashMap<>();
        boolean hidden = false;
        int visible = 0;
        try (Statement statement = querying.createStatement();
                ResultSet rows = statement.executeQuery(query.formatted(LONGEST + 1, numbers))) {
            while (rows.next()) {
                long session = rows.getLong(1);
                String text = shortened(rows.getString(3), secrets);
                works.put(session, new SessionWork(session, rows.getString(2), text, idleOf(rows)));
                hidden |= rows.getBoolean(4);
                visible += rows.getString(2) == null ? 0 : 1;
            }
        }
        String missing = visible < sessions.size() ? "the database does not show every session" : null;
        return new VisibleSessions(works, hidden ? switchedOff : missing);
    }

    private static @Nullable Double idleOf(ResultSet rows) throws SQLException {
        double seconds = rows.getDouble(5);
        return rows.wasNull() ? null : Double.valueOf(seconds);
    }

    private static @Nullable String shortened(@Nullable String text, KnownSecrets secrets) {
        String shown = ShownStatement.of(text);
        if (shown == null) {
            return null;
        }
        String clean = secrets.shown(shown);
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }
}
