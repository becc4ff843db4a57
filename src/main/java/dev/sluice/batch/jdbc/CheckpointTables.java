package dev.sluice.batch.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of {@link Checkpoints}. */
final class CheckpointTables {

    static final String BATCHES = "sluice_batch";
    static final String CHUNKS = "sluice_batch_chunk";
    static final String FAILURES = "sluice_batch_failure";
    static final int LONGEST_ID = 64;

    private static final List<String> CREATE = List.of(
            "create table if not exists " + BATCHES
                    + " (id varchar(64) primary key, task varchar(64) not null, chunk_size int not null,"
                    + " begun_at timestamp default current_timestamp)",
            "create table if not exists " + CHUNKS
                    + " (batch varchar(64) not null, chunk bigint not null, first_job bigint not null,"
                    + " jobs int not null, failed int not null, digest bigint not null, primary key (batch, chunk))",
            "create table if not exists " + FAILURES
                    + " (batch varchar(64) not null, job bigint not null, reason varchar(500) not null,"
                    + " primary key (batch, job))");

    private CheckpointTables() {}

    /** Creates the missing tables; other processes may do the same concurrently. */
    static void create(Connection connection) throws SQLException {
        for (String sql : CREATE) {
            try {
                execute(connection, sql);
            } catch (SQLException e) {
                // RACE: PostgreSQL refuses one of two sessions that create the same table concurrently; then the table
                // exists
                execute(connection, sql);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Records the work of the batch, or compares it with the recorded work. */
    static void begin(Connection connection, String id, String task, int chunkSize) throws SQLException, ResumeRefused {
        String digest = Digest.of(task);
        if (isBegun(connection, id, digest, chunkSize)) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + BATCHES + " (id, task, chunk_size) values (?, ?, ?)")) {
            statement.setString(1, id);
            statement.setString(2, digest);
            statement.setInt(3, chunkSize);
            statement.executeUpdate();
        } catch (SQLException e) {
            if (!isBegun(connection, id, digest, chunkSize)) { // RACE: another process may have begun it just now
                throw e;
            }
        }
    }

    private static boolean isBegun(Connection connection, String id, String task, int chunkSize)
            throws SQLException, ResumeRefused {
        try (PreparedStatement statement =
                connection.prepareStatement("select task, chunk_size from " + BATCHES + " where id = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                if (!rows.getString(1).equals(task)) {
                    throw new ResumeRefused("batch '" + id + "' has the checkpoints of a different task");
                }
                if (rows.getInt(2) != chunkSize) {
                    throw new ResumeRefused("batch '" + id + "' has checkpoints with chunks of " + rows.getInt(2)
                            + " jobs, not of " + chunkSize);
                }
                return true;
            }
        }
    }
}
