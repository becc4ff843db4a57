package dev.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The table that batches fill, and how one does that with JDBC alone. */
final class BatchTable {

    static final List<String> COLUMNS = List.of("id", "name", "email", "age");

    /** The statement as Sluice has it. */
    static final String NAMED = "insert into bench_people (id, name, email, age) values (:id, :name, :email, :age)";

    private static final String PLAIN = "insert into bench_people (id, name, email, age) values (?, ?, ?, ?)";
    private static final int LEAST_AGE = 18;
    private static final int AGES = 80;

    private BatchTable() {}

    /** A row of it, as a file has it. */
    static String[] person(long id) {
        return new String[] {
            String.valueOf(id),
            "Lovelace, Ada " + id,
            "ada." + id + "@example.com",
            String.valueOf(LEAST_AGE + id % AGES)
        };
    }

    static void create(JdbcPeer peer) throws SQLException {
        execute(
                peer,
                "drop table if exists bench_people",
                "create table bench_people (id bigint primary key, name text, email text, age integer)");
    }

    /** Empties it, and has the server write down what it put off: so each who fills it finds the same. */
    static void empty(JdbcPeer peer) throws SQLException {
        execute(peer, "truncate bench_people", "checkpoint");
    }

    static void execute(JdbcPeer peer, String... statements) throws SQLException {
        try (Connection connection = peer.acquire();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static void requireRows(JdbcPeer peer, long expected) throws SQLException {
        try (Connection connection = peer.acquire();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from bench_people")) {
            rows.next();
            if (rows.getLong(1) != expected) {
                throw new IllegalStateException(rows.getLong(1) + " rows instead of " + expected);
            }
        }
    }

    /** Inserts the rows as one JDBC batch. */
    static void insert(Connection connection, List<String[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLAIN)) {
            for (String[] row : rows) {
                statement.setLong(1, Long.parseLong(row[0]));
                statement.setString(2, row[1]);
                statement.setString(3, row[2]);
                statement.setInt(4, Integer.parseInt(row[3]));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
