package dev.sluice.bench;

import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.rows.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server of live traffic and of a batch. */
enum Server {
    /** A real one, which computes on the cores of this machine. */
    POSTGRES {
        @Override
        PeerSettings settings() {
            return Postgres.settings();
        }

        @Override
        void prepare(JdbcPeer peer) throws SQLException {
            BatchTable.create(peer);
            BatchTable.execute(
                    peer,
                    "drop table if exists bench_accounts",
                    "create table bench_accounts (id integer primary key, balance bigint) with (fillfactor = 50)",
                    "insert into bench_accounts select i, 0 from generate_series(1, " + ACCOUNTS + ") i",
                    "vacuum analyze bench_accounts");
        }

        @Override
        void tidy(JdbcPeer peer) throws SQLException {
            BatchTable.empty(peer);
        }

        @Override
        void ask(Connection connection) throws SQLException {
            int key = ThreadLocalRandom.current().nextInt(ACCOUNTS) + 1;
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setInt(1, key);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                }
            }
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                update.setInt(1, key);
                update.executeUpdate();
            }
        }

        @Override
        ChunkHandler<Row> writes() {
            return SluiceBatch.inserts();
        }

        @Override
        void write(Connection connection, List<String[]> rows) throws SQLException {
            BatchTable.insert(connection, rows);
        }
    },

    /** A stand-in that only takes time, so that only the pool can delay a caller. */
    STAND_IN {
        @Override
        PeerSettings settings() {
            return PeerSettings.free();
        }

        @Override
        void prepare(JdbcPeer peer) {
            // it has no tables
        }

        @Override
        void tidy(JdbcPeer peer) {
            // nor rows
        }

        @Override
        void ask(Connection connection) {
            take(REQUEST_NANOS);
        }

        @Override
        ChunkHandler<Row> writes() {
            return (connection, chunk) -> take(chunk.size() * ROW_NANOS);
        }

        @Override
        void write(Connection connection, List<String[]> rows) {
            take(rows.size() * ROW_NANOS);
        }
    };

    private static final int ACCOUNTS = 10_000;
    private static final String SELECT = "select balance from bench_accounts where id = ?";
    private static final String UPDATE = "update bench_accounts set balance = balance + 1 where id = ?";
    private static final long REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long ROW_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

    abstract PeerSettings settings();

    abstract void prepare(JdbcPeer peer) throws SQLException;

    /** Forgets what the batch has written. */
    abstract void tidy(JdbcPeer peer) throws SQLException;

    /** Runs one request with a connection. */
    abstract void ask(Connection connection) throws SQLException;

    /** Returns the handler that writes a chunk of Sluice's batch. */
    abstract ChunkHandler<Row> writes();

    /** The same by hand. */
    abstract void write(Connection connection, List<String[]> rows) throws SQLException;

    /** Parks for no less than that: a permit that was left over ends a park at once. */
    private static void take(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
