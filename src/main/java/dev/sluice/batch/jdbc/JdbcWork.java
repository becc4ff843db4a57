package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.ChunkResult;
import dev.sluice.batch.Unreachable;
import dev.sluice.batch.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does each chunk in one transaction, over a connection that is leased for the chunk and released at its end. A batch
 * therefore holds no connection between chunks, and a caller of a higher lane waits for at most one chunk. A failed
 * transaction is rolled back as a whole. Its jobs are then done one by one to find the faulty ones, and the others take
 * effect, unless the first failure ends the run.
 *
 * <p>With {@link Checkpoints} each job takes effect once. Without them a job takes effect at least once: after a
 * connection is lost during a commit, the chunk is done again.
 *
 * <p>A cancelled run closes the connections of work that does not end by itself. The server may continue the running
 * statement, and rolls it back when it notices the lost connection.
 *
 * @param <T> the type of a job
 */
public final class JdbcWork<T> implements Work<T> {

    private final Connections connections;
    private final ChunkHandler<T> handler;
    private final @Nullable Keeping keeping;
    private final boolean stopAtFailure;
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile @Nullable ChunkTransaction<T> prepared;

    /** Creates the work over the connections, without checkpoints; failed jobs are skipped. */
    public JdbcWork(Connections connections, ChunkHandler<T> handler) {
        this(connections, handler, null, false);
    }

    private JdbcWork(
            Connections connections, ChunkHandler<T> handler, @Nullable Keeping keeping, boolean stopAtFailure) {
        this.connections = connections;
        this.handler = handler;
        this.keeping = keeping;
        this.stopAtFailure = stopAtFailure;
    }

    /**
     * The progress that is kept, see {@link Checkpoints#open}.
     *
     * @param id name of the batch
     * @param task the work, in words
     * @param chunkSize number of jobs in a chunk
     * @param shared whether other processes do chunks, too, so that the finished chunks are not read at the beginning
     */
    public record Keeping(String id, String task, int chunkSize, boolean shared) {

        /** Creates the keeping of a batch that this process does from its first job to its last. */
        public Keeping(String id, String task, int chunkSize) {
            this(id, task, chunkSize, false);
        }

        Checkpoints open(Connection connection) throws SQLException, ResumeRefused {
            return shared
                    ? Checkpoints.join(connection, id, task, chunkSize)
                    : Checkpoints.open(connection, id, task, chunkSize);
        }
    }

    /**
     * Returns this work with a strict end: the first failed job ends the run, and nothing of its chunk takes effect.
     */
    public JdbcWork<T> stoppingAtFailure() {
        return new JdbcWork<>(connections, handler, keeping, true);
    }

    /** Returns this work with progress that is kept in the database. */
    public JdbcWork<T> keeping(Keeping what) {
        return new JdbcWork<>(connections, handler, what, stopAtFailure);
    }

    @Override
    public String place() {
        return connections.place();
    }

    @Override
    public OptionalInt mostAtATime() {
        return connections.fairShare().most();
    }

    /** Returns false if finished chunks are recorded, or if nothing of a failed chunk may take effect. */
    @Override
    public boolean isDivisible() {
        return keeping == null && !stopAtFailure;
    }

    /**
     * Opens a session after a trial lease. A busy pool counts as connected. The trial does not validate the connection:
     * a broken connection fails with the first chunk, which the pool notices, too.
     */
    @Override
    public Session<T> open(int worker) throws Unreachable, SQLException {
        LeaseByLease session = new LeaseByLease(worker);
        try {
            LeaseTurns.WorkerLease trial =
                    session.turns.next(); // a turn, so that the lease does not count as foreign load
            if (trial != null) {
                trial.close();
            }
            return session;
        } catch (SQLException e) {
            return switch (SqlErrors.kindOf(e)) {
                case BUSY -> session;
                case AWAY, LOST, PASSING -> throw new Unreachable(SqlErrors.words(e), e);
                case AGAIN, OVER, STATEMENT, OTHER -> throw e;
            };
        }
    }

    /** Returns a session without a trial lease; a fault shows with its first chunk. */
    public Session<T> session(int worker) {
        return new LeaseByLease(worker);
    }

    /** Records with the progress that all jobs of a chunk have failed, unless the chunk is done. */
    public ChunkResult giveUp(Chunk<T> chunk, int worker, String reason) throws Exception {
        try (Connection connection = connections.acquire()) {
            return prepared(connection).giveUp(connection, chunk, worker, reason);
        } catch (ChunkEnded e) {
            return e.result();
        } catch (CannotGoOn e) {
            return ChunkFaults.stop(e);
        } catch (SQLException e) {
            return ChunkFaults.result(SqlErrors.kindOf(e), e);
        }
    }

    private ChunkTransaction<T> prepared(Connection connection) throws Exception {
        ChunkTransaction<T> known = prepared;
        if (known != null) {
            return known;
        }
        preparing.lock();
        try {
            known = prepared;
            return known != null ? known : prepare(connection);
        } finally {
            preparing.unlock();
        }
    }

    private ChunkTransaction<T> prepare(Connection connection) throws Exception {
        try {
            connection.setAutoCommit(true);
            handler.prepare(connection);
            Checkpoints checkpoints = keeping == null ? null : keeping.open(connection);
            ChunkTransaction<T> transaction =
                    new ChunkTransaction<>(handler, checkpoints, stopAtFailure, new StatementEvidence());
            prepared = transaction;
            return transaction;
        } catch (CannotGoOn e) {
            throw e;
        } catch (Exception e) {
            throw new ChunkEnded(ChunkFaults.result(SqlErrors.kindOf(e), e));
        }
    }

    /** Leases a connection for each chunk. */
    private final class LeaseByLease implements Session<T> {

        private final int worker;
        private final LeaseTurns turns = new LeaseTurns(connections);
        private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
        private volatile boolean aborted;

        LeaseByLease(int worker) {
            this.worker = worker;
        }

        @Override
        public ChunkResult run(Chunk<T> chunk) throws Exception {
            return run(chunk, false);
        }

        @Override
        public ChunkResult runLast(Chunk<T> chunk) throws Exception {
            return run(chunk, true);
        }

        private ChunkResult run(Chunk<T> chunk, boolean last) throws Exception {
            try {
                ChunkTransaction<T> known = prepared;
                return known != null && known.isCleanBefore(chunk)
                        ? new ChunkResult.DoneBefore(List.of())
                        : overLease(chunk, last);
            } catch (ChunkEnded e) {
                return e.result();
            } catch (CannotGoOn e) {
                return ChunkFaults.stop(e);
            } catch (SQLException e) {
                return ChunkFaults.result(SqlErrors.kindOf(e), e);
            }
        }

        private ChunkResult overLease(Chunk<T> chunk, boolean last) throws Exception {
            try (LeaseTurns.WorkerLease turn = turn()) {
                if (turn == null) {
                    return new ChunkResult.Busy("other callers hold the connections, or the batch ends");
                }
                Connection connection = turn.connection();
                current.set(connection);
                try {
                    if (aborted) { // RACE: read after the connection is shown; abort() reads the connection after this
                        throw new SQLException("aborted");
                    }
                    ChunkTransaction<T> transaction = prepared(connection);
                    ChunkResult result = last
                            ? transaction.runLast(connection, chunk, worker)
                            : transaction.run(connection, chunk, worker);
                    if (result instanceof ChunkResult.Done) {
                        turn.done();
                    }
                    return result;
                } finally {
                    current.set(null);
                }
            }
        }

        private LeaseTurns.@Nullable WorkerLease turn() throws ChunkEnded {
            try {
                return turns.next();
            } catch (SQLException e) {
                SqlErrorKind kind = SqlErrors.kindOf(e);
                throw new ChunkEnded(ChunkFaults.result(kind == SqlErrorKind.LOST ? SqlErrorKind.AWAY : kind, e));
            }
        }

        @Override
        public void callOff() {
            turns.callOff();
        }

        @Override
        public void abort() {
            aborted = true;
            turns.callOff();
            Connection connection = current.get();
            if (connection != null) {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    // the connection is closed nevertheless
                }
            }
        }

        @Override
        public void close() {
            // a lease exists only during a chunk
        }
    }
}
