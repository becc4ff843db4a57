package dev.sluice.batch.distributed;

import dev.sluice.jdbc.DatabaseKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of orders and of tasks. The columns of tasks are those that the documentation of db-scheduler requires.
 */
final class Tables {

    static final String ORDERS = "sluice_batch_order";
    static final String TASKS = "sluice_batch_task";

    private static final List<String> ALL = List.of(ORDERS, TASKS);
    private static final String VIOLATION = "23";

    private Tables() {}

    /**
     * Creates the missing tables; other processes may do the same concurrently. If the tables exist, no permission is
     * needed.
     *
     * @throws IllegalArgumentException if the database is of an unknown kind
     */
    static void create(Connection connection) throws SQLException {
        if (areThere(connection)) {
            return;
        }
        DatabaseKind kind = DatabaseKind.ofUrl(connection.getMetaData().getURL());
        for (String sql : statements(bytes(kind))) {
            try {
                execute(connection, sql);
            } catch (SQLException e) {
                // RACE: PostgreSQL refuses one of two sessions that create the same table concurrently; then the table
                // exists
                execute(connection, sql);
            }
        }
    }

    private static boolean areThere(Connection connection) {
        for (String table : ALL) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select 1 from " + table + " where 1 = 0")) {
                rows.next();
            } catch (SQLException e) {
                return false;
            }
        }
        return true;
    }

    /** Throws if the tables of this kind of database are not known. */
    static void requireKnown(DatabaseKind kind) {
        bytes(kind);
    }

    private static String bytes(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRESQL -> "bytea";
            case H2 -> "blob";
            default -> throw new IllegalArgumentException("distributed batches need a pool of PostgreSQL or H2");
        };
    }

    private static List<String> statements(String bytes) {
        return List.of(
                "create table if not exists " + ORDERS
                        + " (id varchar(64) primary key, round int not null, definition varchar not null,"
                        + " state varchar(16) not null, problem varchar(500), failed_job bigint,"
                        + " chunks bigint not null, jobs bigint not null, digest bigint not null,"
                        + " complete boolean not null, ordered_at timestamp default current_timestamp)",
                "create table if not exists " + TASKS
                        + " (task_name varchar(100) not null, task_instance varchar(100) not null, task_data " + bytes
                        + ", execution_time timestamp with time zone not null, picked boolean not null,"
                        + " picked_by varchar(50), last_success timestamp with time zone,"
                        + " last_failure timestamp with time zone, consecutive_failures int,"
                        + " last_heartbeat timestamp with time zone, version bigint not null, priority smallint,"
                        + " primary key (task_name, task_instance))",
                "create index if not exists " + TASKS + "_due on " + TASKS + " (execution_time)",
                "create index if not exists " + TASKS + "_heartbeat on " + TASKS + " (last_heartbeat)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns whether the failure is a violation of uniqueness. */
    static boolean isViolation(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(VIOLATION);
    }
}
