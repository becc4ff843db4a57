package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.ChunkResult;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.RetryReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a chunk over a connection: all jobs at once and, if that fails, job by job. Immutable, except for the evidence.
 *
 * @param handler the handler of the jobs
 * @param checkpoints the store of progress, or null if progress is not kept
 * @param stopAtFailure whether one failed job ends the run
 * @param evidence the record of whether the statement works for other jobs
 * @param <T> the type of a job
 */
record ChunkTransaction<T>(
        ChunkHandler<T> handler, @Nullable Checkpoints checkpoints, boolean stopAtFailure, StatementEvidence evidence) {

    /** Returns whether an earlier run has done the chunk without a failure, so that no connection is needed. */
    boolean isCleanBefore(Chunk<T> chunk) throws ResumeRefused {
        return checkpoints != null && checkpoints.isDone(chunk) && !checkpoints.hasFailures(chunk);
    }

    /** Runs the chunk; a transaction that fails has no effect. */
    ChunkResult run(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (checkpoints != null && checkpoints.isDone(chunk)) {
            return new ChunkResult.DoneBefore(checkpoints.failures(connection, chunk, worker));
        }
        connection.setAutoCommit(false);
        try {
            return guarded(connection, () -> allAtOnce(connection, chunk, worker));
        } catch (JobAtFault e) {
            return search(connection, chunk, worker, e);
        }
    }

    /** Runs a chunk that conflicted with others too often, job by job; jobs that conflict once more have failed. */
    ChunkResult runLast(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (chunk.size() > 1) {
            connection.setAutoCommit(false);
            JobSearch<T> search = new JobSearch<>(connection, handler, false, stopAtFailure).failingConflicts();
            try {
                return guarded(connection, () -> {
                    requireNew(connection, chunk, worker);
                    return commit(connection, chunk, failures(chunk, worker, search.faults(chunk)));
                });
            } catch (JobAtFault e) {
                return search(connection, chunk, worker, e);
            }
        }
        try {
            return run(connection, chunk, worker);
        } catch (ChunkEnded e) {
            if (!(e.result() instanceof ChunkResult.Retry retry) || retry.kind() != RetryReason.CONFLICT) {
                throw e;
            }
            Throwable reason = Objects.requireNonNullElse(retry.cause(), e);
            return oneByOne(connection, chunk, worker, new JobAtFault(reason, false), false);
        }
    }

    /** Records that all jobs of the chunk have failed for the reason, unless another worker has done the chunk. */
    ChunkResult giveUp(Connection connection, Chunk<T> chunk, int worker, String reason) throws Exception {
        connection.setAutoCommit(false);
        return guarded(connection, () -> {
            requireNew(connection, chunk, worker);
            List<JobFailure> all = new ArrayList<>();
            for (int i = 0; i < chunk.size(); i++) {
                all.add(new JobFailure(
                        chunk.firstJob() + i, worker, reason, chunk.items().get(i)));
            }
            return commit(connection, chunk, all);
        });
    }

    /** Signals that a job or the statement is at fault, over a connection that works. */
    private static final class JobAtFault extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean isAtCommit;

        JobAtFault(Throwable cause, boolean isAtCommit) {
            super(ValueFreeMessage.words(cause), cause, true, false);
            this.isAtCommit = isAtCommit;
        }

        Throwable reason() {
            return Objects.requireNonNull(getCause());
        }
    }

    @FunctionalInterface
    private interface Attempt {
        ChunkResult run() throws Exception;
    }

    /** Rolls back a failed attempt; a session whose rollback fails is lost. */
    private static ChunkResult guarded(Connection connection, Attempt attempt) throws Exception {
        try {
            return attempt.run();
        } catch (Claimed e) {
            return new ChunkResult.Done(e.failures());
        } catch (Exception | Error e) {
            try {
                connection.rollback();
            } catch (SQLException rollback) {
                // The type of the exception is not sufficient: pgjdbc throws an AssertionError if a batch loses its
                // connection.
                e.addSuppressed(rollback);
                if (SqlErrors.kindOf(rollback) == SqlErrorKind.LOST) {
                    throw new ChunkEnded(ChunkFaults.retry(RetryReason.LOST, e));
                }
            }
            throw e;
        }
    }

    /** Signals that another session has done the chunk; its transaction was rolled back before. */
    private static final class Claimed extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<JobFailure> failures;

        Claimed(List<JobFailure> failures) {
            super(null, null, false, false);
            this.failures = failures;
        }

        List<JobFailure> failures() {
            return failures;
        }
    }

    private void requireNew(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (checkpoints != null && !checkpoints.claim(connection, chunk)) {
            throw new Claimed(checkpoints.failures(connection, chunk, worker));
        }
    }

    private ChunkResult allAtOnce(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        requireNew(connection, chunk, worker);
        try {
            handler.handle(connection, chunk);
        } catch (Exception | Error e) {
            throw atFault(e, false);
        }
        return commit(connection, chunk, List.of());
    }

    /** Returns the fault of a job or the statement; throws the result for the engine if no job is at fault. */
    private static JobAtFault atFault(Throwable e, boolean isAtCommit) throws Exception {
        ChunkFaults.requireOfJobs(e);
        return new JobAtFault(e, isAtCommit);
    }

    /**
     * Does the jobs one by one. Some constraints are checked when the transaction commits. If one of them refuses, the
     * jobs are done again with a check after each.
     */
    private ChunkResult search(Connection connection, Chunk<T> chunk, int worker, JobAtFault fault) throws Exception {
        JobAtFault known = fault;
        if (!fault.isAtCommit) {
            try {
                return oneByOne(connection, chunk, worker, fault, false);
            } catch (JobAtFault e) {
                known = e;
            }
        }
        try {
            return oneByOne(connection, chunk, worker, known, true);
        } catch (JobAtFault e) { // each job passed its check: another session has changed data that they refer to
            throw new ChunkEnded(
                    new ChunkResult.Retry(RetryReason.CONFLICT, String.valueOf(e.getMessage()), e.reason()));
        }
    }

    private ChunkResult oneByOne(
            Connection connection, Chunk<T> chunk, int worker, JobAtFault known, boolean checksConstraints)
            throws Exception {
        return guarded(connection, () -> {
            requireNew(connection, chunk, worker);
            JobSearch<T> search = new JobSearch<>(connection, handler, checksConstraints, stopAtFailure);
            SortedMap<Integer, Throwable> faults =
                    chunk.size() == 1 ? new TreeMap<>(Map.of(0, known.reason())) : search.faults(chunk);
            if (!stopAtFailure) {
                evidence.weigh(chunk, faults);
            }
            List<JobFailure> failures = failures(chunk, worker, faults);
            return commit(connection, chunk, failures);
        });
    }

    private List<JobFailure> failures(Chunk<T> chunk, int worker, SortedMap<Integer, Throwable> faults)
            throws ChunkEnded {
        List<JobFailure> failures = new ArrayList<>();
        for (Map.Entry<Integer, Throwable> fault : faults.entrySet()) {
            JobFailure failure = new JobFailure(
                    chunk.firstJob() + fault.getKey(),
                    worker,
                    ValueFreeMessage.words(fault.getValue()),
                    chunk.items().get(fault.getKey()));
            if (stopAtFailure) {
                throw new ChunkEnded(ChunkResult.Stop.by(failure));
            }
            failures.add(failure);
        }
        return failures;
    }

    private ChunkResult commit(Connection connection, Chunk<T> chunk, List<JobFailure> failures) throws Exception {
        if (checkpoints != null && !failures.isEmpty()) {
            checkpoints.fail(connection, chunk, failures);
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            throw atFault(e, true);
        }
        if (failures.size() < chunk.size()) {
            evidence.works();
        }
        return new ChunkResult.Done(failures);
    }
}
