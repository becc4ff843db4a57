package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a batch, kept in the database that it works on. The transaction of each chunk writes one row, so
 * that chunk and row are committed together. A chunk writes its row first. If the row exists already, the chunk is not
 * done again: an earlier run, another process, or a commit whose answer was lost has done it. Each job therefore takes
 * effect once, provided that all its effects are in its transaction. Thread-safe.
 *
 * <p>The tables are {@value CheckpointTables#BATCHES}, {@value CheckpointTables#CHUNKS} and {@value
 * CheckpointTables#FAILURES}; nothing deletes from them.
 */
public final class Checkpoints {

    private static final String CLAIM = "insert into " + CheckpointTables.CHUNKS
            + " (batch, chunk, first_job, jobs, failed, digest) values (?, ?, ?, ?, 0, ?)";
    private static final String COUNT =
            "update " + CheckpointTables.CHUNKS + " set failed = ? where batch = ? and chunk = ?";
    private static final String FAIL =
            "insert into " + CheckpointTables.FAILURES + " (batch, job, reason) values (?, ?, ?)";
    private static final String FIND =
            "select digest from " + CheckpointTables.CHUNKS + " where batch = ? and chunk = ?";
    private static final String FAILURES = "select job, reason from " + CheckpointTables.FAILURES
            + " where batch = ? and job >= ? and job < ? order by job";
    private static final String DONE =
            "select chunk, digest, failed from " + CheckpointTables.CHUNKS + " where batch = ?";
    private static final String SUMS = "select coalesce(sum(jobs), 0), coalesce(sum(failed), 0) from "
            + CheckpointTables.CHUNKS + " where batch = ?";
    private static final String FAILURES_AFTER =
            "select job, reason from " + CheckpointTables.FAILURES + " where batch = ? and job > ? order by job";
    private static final String VIOLATION = "23";
    private static final int LONGEST_REASON = 500;

    private final String batch;
    private final Map<Long, DoneChunk> before;

    private Checkpoints(String batch, Map<Long, DoneChunk> before) {
        this.batch = batch;
        this.before = before;
    }

    /** A chunk that an earlier run has done. */
    private record DoneChunk(long digest, int failed) {}

    /**
     * Opens the checkpoints of a batch, begun now or by an earlier run. Creates missing tables.
     *
     * @param id name of the batch, at most {@value CheckpointTables#LONGEST_ID} characters
     * @param task the work on its jobs, in words; a batch continues only with the same work
     * @param chunkSize number of jobs in a chunk; a batch continues only with the same size
     * @throws ResumeRefused if the batch of that id has other work
     */
    public static Checkpoints open(Connection connection, String id, String task, int chunkSize)
            throws SQLException, ResumeRefused {
        join(connection, id, task, chunkSize);
        Map<Long, DoneChunk> before = new ConcurrentHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(DONE)) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    before.put(rows.getLong(1), new DoneChunk(rows.getLong(2), rows.getInt(3)));
                }
            }
        }
        return new Checkpoints(id, before);
    }

    /**
     * Returns the checkpoints without reading the finished chunks: each chunk is checked when it is claimed. Suits
     * workers that do few of the chunks.
     *
     * @throws ResumeRefused if the batch of that id has other work
     */
    public static Checkpoints join(Connection connection, String id, String task, int chunkSize)
            throws SQLException, ResumeRefused {
        CheckpointTables.create(connection);
        CheckpointTables.begin(connection, id, task, chunkSize);
        return new Checkpoints(id, Map.of());
    }

    /** Returns the name of the batch. */
    public String batch() {
        return batch;
    }

    /**
     * Totals of the finished chunks of a batch, of all runs.
     *
     * @param jobs number of jobs
     * @param failed number of jobs that failed
     */
    public record Sums(long jobs, long failed) {}

    /** Returns the totals of the finished chunks. */
    public Sums sums(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
            statement.setString(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Sums(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /**
     * Returns the next failed jobs after the given job, in order, at most {@code most}. Their workers are not known.
     */
    public List<JobFailure> failures(Connection connection, long after, int most) throws SQLException {
        List<JobFailure> failures = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FAILURES_AFTER)) {
            statement.setString(1, batch);
            statement.setLong(2, after);
            statement.setMaxRows(most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    failures.add(new JobFailure(rows.getLong(1), -1, rows.getString(2), null));
                }
            }
        }
        return failures;
    }

    /**
     * Returns whether an earlier run has done the chunk, as known at the start.
     *
     * @throws ResumeRefused if that chunk had other jobs
     */
    boolean isDone(Chunk<?> chunk) throws ResumeRefused {
        DoneChunk done = before.get(chunk.number());
        if (done == null) {
            return false;
        }
        requireSame(chunk, done.digest());
        return true;
    }

    /** Returns whether jobs of a finished chunk have failed. */
    boolean hasFailures(Chunk<?> chunk) {
        DoneChunk done = before.get(chunk.number());
        return done == null || done.failed() > 0;
    }

    private void requireSame(Chunk<?> chunk, long digest) throws ResumeRefused {
        if (digest != Digest.of(chunk)) {
            throw new ResumeRefused("jobs " + chunk.firstJob() + " to " + (chunk.firstJob() + chunk.size() - 1)
                    + " are not those that batch '" + batch + "' has done: its source has changed");
        }
    }

    /**
     * Writes the chunk's row, in the transaction under way. Waits for another transaction that has written the same
     * row. If that row is committed, this transaction is rolled back, and the chunk needs no work.
     *
     * @return false if the chunk is done
     */
    boolean claim(Connection connection, Chunk<?> chunk) throws SQLException, ResumeRefused {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, batch);
            statement.setLong(2, chunk.number());
            statement.setLong(3, chunk.firstJob());
            statement.setInt(4, chunk.size());
            statement.setLong(5, Digest.of(chunk));
            statement.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith(VIOLATION)) {
                throw e;
            }
            connection.rollback();
            Long digest = find(connection, chunk);
            connection.rollback();
            if (digest == null) {
                throw e;
            }
            requireSame(chunk, digest);
            return false;
        }
    }

    private @Nullable Long find(Connection connection, Chunk<?> chunk) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, batch);
            statement.setLong(2, chunk.number());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : null;
            }
        }
    }

    /** Records the failed jobs of a claimed chunk, in the same transaction. */
    void fail(Connection connection, Chunk<?> chunk, List<JobFailure> failures) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT);
                PreparedStatement fail = connection.prepareStatement(FAIL)) {
            count.setInt(1, failures.size());
            count.setString(2, batch);
            count.setLong(3, chunk.number());
            count.executeUpdate();
            for (JobFailure failure : failures) {
                String reason = failure.reason();
                fail.setString(1, batch);
                fail.setLong(2, failure.job());
                fail.setString(3, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
                fail.addBatch();
            }
            fail.executeBatch();
        }
    }

    /** Returns the failed jobs of a finished chunk. */
    List<JobFailure> failures(Connection connection, Chunk<?> chunk, int worker) throws SQLException {
        List<JobFailure> failures = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FAILURES)) {
            statement.setString(1, batch);
            statement.setLong(2, chunk.firstJob());
            statement.setLong(3, chunk.firstJob() + chunk.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long job = rows.getLong(1);
                    Object item = chunk.items().get((int) (job - chunk.firstJob()));
                    failures.add(new JobFailure(job, worker, rows.getString(2), item));
                }
            }
        }
        return failures;
    }
}
