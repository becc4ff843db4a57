package dev.sluice.jdbc;

import dev.sluice.pool.store.CapacitySource.ServerCapacity;
import dev.sluice.value.Plural;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The number of sessions that a server allows, as far as the user of the pool can read it. */
enum ServerLimits {
    /** PostgreSQL: all of the server without the reserved ones, and the limits of the database and the role. */
    POSTGRESQL("""
            select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int,
              (select sum(numbackends) from pg_catalog.pg_stat_database),
              nullif(d.datconnlimit, -1), nullif(r.rolconnlimit, -1)
            from pg_catalog.pg_database d, pg_catalog.pg_roles r
            where d.datname = current_database() and r.rolname = session_user""", null),
    /** MariaDB and MySQL: all of the server, and the limit of the user. */
    MYSQL(
            "select @@max_connections, null, null, nullif(@@max_user_connections, 0)",
            "show global status like 'Threads_connected'");

    private final String limits;
    private final @Nullable String sessions;

    /**
     * @param limits selects the limit of the server, all sessions now or null, and the limits of database and user, each
     *     null without one
     * @param sessions selects a name and the number of all sessions now, if the first query does not
     */
    ServerLimits(String limits, @Nullable String sessions) {
        this.limits = limits;
        this.sessions = sessions;
    }

    /** Returns the limits of a kind of database, or null if none are known. */
    static @Nullable ServerLimits of(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRESQL -> POSTGRESQL;
            case MARIADB, MYSQL -> MYSQL;
            case H2, ORACLE, MSSQL, DB2, OTHER -> null;
        };
    }

    /**
     * Asks the server.
     *
     * @param own the sessions of the pool, to which the querying session does not belong
     */
    @Nullable
    ServerCapacity ask(Connection querying, int own) throws SQLException {
        Integer all = sessions == null ? null : number(querying, sessions);
        try (Statement statement = querying.createStatement();
                ResultSet row = statement.executeQuery(limits)) {
            return row.next() ? capacity(row, all == null ? row.getInt(2) : all, own) : null;
        }
    }

    private static @Nullable Integer number(Connection querying, String query) throws SQLException {
        try (Statement statement = querying.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(2) : null;
        }
    }

    private static ServerCapacity capacity(ResultSet row, int all, int own) throws SQLException {
        int allowed = row.getInt(1);
        int others = Math.max(0, all - own - 1); // zero if the number of all sessions is unknown
        ServerCapacity server = new ServerCapacity(
                Math.max(0, allowed - others),
                "the server allows " + Plural.of(allowed, "connection")
                        + (others == 0 ? "" : ", and others use " + others));
        return lower(lower(server, row, 3, "database"), row, 4, "user");
    }

    private static ServerCapacity lower(ServerCapacity known, ResultSet row, int column, String owner)
            throws SQLException {
        int limit = row.getInt(column);
        return row.wasNull() || limit >= known.largest()
                ? known
                : new ServerCapacity(limit, "the " + owner + " has a limit of " + Plural.of(limit, "connection"));
    }
}
