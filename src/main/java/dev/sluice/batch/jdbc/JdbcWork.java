package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.ConnectionLost;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.Unreachable;
import dev.sluice.batch.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does each chunk in one transaction, over a connection that is leased for it and given back when it has ended: so a
 * batch has no connection while it has nothing to do, and whoever comes with a higher priority waits for one chunk at
 * most. A transaction that fails is rolled back whole.
 *
 * <p>A run that is cancelled closes the connections of what does not end by itself. The server may go on with a statement
 * that runs by then, and rolls it back when it finds that nobody waits for it.
 *
 * @param <T> what a job is
 */
public final class JdbcWork<T> implements Work<T> {

    private final Connections connections;
    private final Handler<T> handler;

    /** Over those connections. */
    public JdbcWork(Connections connections, Handler<T> handler) {
        this.connections = connections;
        this.handler = handler;
    }

    /**
     * What is done with the jobs of a chunk. Thread-safe.
     *
     * @param <T> what a job is
     */
    @FunctionalInterface
    public interface Handler<T> {

        /** Does them over the connection, which has autocommit off; it neither commits nor closes it. */
        void handle(Connection connection, Chunk<T> chunk) throws Exception;
    }

    @Override
    public String place() {
        return connections.place();
    }

    /**
     * Shows that a connection can be had; a pool that is busy has some. It is not asked whether it works: one that does not
     * shows that with the first chunk, and then the pool hears of it, too.
     */
    @Override
    public Session<T> open(int worker) throws Unreachable, SQLException {
        try {
            connections.acquire().close();
        } catch (SQLException e) {
            switch (Trouble.of(e)) {
                case BUSY -> {
                    // it is there
                }
                case AWAY, LOST -> throw new Unreachable(Trouble.words(e), e);
                case AGAIN, OTHER -> throw e;
            }
        }
        return new LeaseByLease();
    }

    /** Leases a connection for each chunk. */
    private final class LeaseByLease implements Session<T> {

        private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        private volatile boolean aborted;

        @Override
        public List<JobFailure> run(Chunk<T> chunk) throws Exception {
            try (Connection connection = acquire()) {
                current.set(connection);
                try {
                    if (aborted) { // RACE: it looks after it has shown the connection, abort() after it was set
                        throw new SQLException("aborted");
                    }
                    transact(connection, chunk);
                } finally {
                    current.set(null);
                }
            } catch (SQLException e) {
                throw Trouble.of(e).exception(e);
            }
            return List.of();
        }

        private Connection acquire() throws Exception {
            try {
                return connections.acquire();
            } catch (SQLException e) {
                Trouble trouble = Trouble.of(e);
                throw (trouble == Trouble.LOST ? Trouble.AWAY : trouble).exception(e);
            }
        }

        private void transact(Connection connection, Chunk<T> chunk) throws Exception {
            connection.setAutoCommit(false);
            try {
                handler.handle(connection, chunk);
                connection.commit();
            } catch (Exception | Error e) {
                // Not only by what was thrown: pgjdbc throws an AssertionError where a batch loses its connection.
                if (isLost(connection, e)) {
                    throw new ConnectionLost(words(e), e);
                }
                throw e;
            }
        }

        /** Rolls back; a session that cannot do even that is gone. */
        private static boolean isLost(Connection connection, Throwable cause) {
            try {
                connection.rollback();
                return false;
            } catch (SQLException e) {
                cause.addSuppressed(e);
                return Trouble.of(e) == Trouble.LOST;
            }
        }

        private static String words(Throwable e) {
            return e instanceof SQLException sql ? Trouble.words(sql) : String.valueOf(e.getMessage());
        }

        @Override
        public void abort() {
            aborted = true;
            Connection connection = current.get();
            if (connection != null) {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    // it has ended
                }
            }
        }

        @Override
        public void close() {
            // there is a lease only while there is a chunk
        }
    }
}
