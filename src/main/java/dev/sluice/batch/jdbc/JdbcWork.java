package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.DoneBefore;
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
 * most. A transaction that fails is rolled back whole, and its jobs are done one by one to find those that cannot be
 * done: the others take effect, unless the run is to end with the first.
 *
 * <p>With {@link Checkpoints} each job takes effect once. Without, it does at least once: a connection that is lost while
 * it commits has the chunk done again.
 *
 * <p>A run that is cancelled closes the connections of what does not end by itself. The server may go on with a statement
 * that runs by then, and rolls it back when it finds that nobody waits for it.
 *
 * @param <T> what a job is
 */
public final class JdbcWork<T> implements Work<T> {

    private final Connections connections;
    private final ChunkTransaction<T> transaction;

    /** Over those connections; without checkpoints, and with all that can be done. */
    public JdbcWork(Connections connections, Handler<T> handler) {
        this(connections, new ChunkTransaction<>(handler, null, false));
    }

    private JdbcWork(Connections connections, ChunkTransaction<T> transaction) {
        this.connections = connections;
        this.transaction = transaction;
    }

    /** The same, but the first job that fails ends the run, and nothing of its chunk takes effect. */
    public JdbcWork<T> stoppingAtFailure() {
        return new JdbcWork<>(connections, transaction.stoppingAtFailure());
    }

    /** The same with progress that is kept there. */
    public JdbcWork<T> keeping(Checkpoints checkpoints) {
        return new JdbcWork<>(connections, transaction.keeping(checkpoints));
    }

    /**
     * What is done with the jobs of a chunk. Thread-safe.
     *
     * @param <T> what a job is
     */
    @FunctionalInterface
    public interface Handler<T> {

        /**
         * Does them over the connection, which has autocommit off; it neither commits nor closes it. After a failure it
         * is called again, in another transaction, for each job alone.
         */
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
        return new LeaseByLease(worker);
    }

    /** Leases a connection for each chunk. */
    private final class LeaseByLease implements Session<T> {

        private final int worker;
        private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        private volatile boolean aborted;

        LeaseByLease(int worker) {
            this.worker = worker;
        }

        @Override
        public List<JobFailure> run(Chunk<T> chunk) throws Exception {
            if (transaction.isCleanBefore(chunk)) {
                throw new DoneBefore(List.of());
            }
            try (Connection connection = acquire()) {
                current.set(connection);
                try {
                    if (aborted) { // RACE: it looks after it has shown the connection, abort() after it was set
                        throw new SQLException("aborted");
                    }
                    return transaction.run(connection, chunk, worker);
                } finally {
                    current.set(null);
                }
            } catch (SQLException e) {
                throw Trouble.of(e).exception(e);
            }
        }

        private Connection acquire() throws Exception {
            try {
                return connections.acquire();
            } catch (SQLException e) {
                Trouble trouble = Trouble.of(e);
                throw (trouble == Trouble.LOST ? Trouble.AWAY : trouble).exception(e);
            }
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
