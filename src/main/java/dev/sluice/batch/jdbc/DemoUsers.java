package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.jdbc.DatabaseKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The demonstration: job n writes user n. Each job may be repeated, because it then changes the existing row. The table
 * {@value #TABLE} belongs to the demonstration.
 */
public final class DemoUsers implements ChunkHandler<Long> {

    /** The table of the users. */
    public static final String TABLE = "sluice_demo_users";

    private static final String COLUMNS = "(id, name, email, link)";

    private volatile String upsert = "";

    @Override
    public void prepare(Connection connection) throws SQLException {
        createTable(connection);
        upsert = DatabaseKind.ofUrl(connection.getMetaData().getURL()) == DatabaseKind.POSTGRESQL
                ? "insert into " + TABLE + " " + COLUMNS + " values (?, ?, ?, ?) on conflict (id) do update"
                        + " set name = excluded.name, email = excluded.email, link = excluded.link"
                : "merge into " + TABLE + " " + COLUMNS + " key (id) values (?, ?, ?, ?)";
    }

    /**
     * The record that job n writes.
     *
     * @param name name of the user
     * @param email address of the user
     * @param link link to the profile
     */
    public record User(String name, String email, String link) {

        /** Returns user n. */
        public static User of(long n) {
            return new User("User " + n, "user-" + n + "@example.com", "http://example.com/" + n);
        }
    }

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists " + TABLE
                    + " (id bigint primary key, name varchar(100), email varchar(100), link varchar(100))");
        }
    }

    @Override
    public void handle(Connection connection, Chunk<Long> chunk) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (long job : chunk.items()) {
                User user = User.of(job);
                statement.setLong(1, job);
                statement.setString(2, user.name());
                statement.setString(3, user.email());
                statement.setString(4, user.link());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
