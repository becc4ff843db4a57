package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.ConnectionLost;
import dev.sluice.batch.DoneBefore;
import dev.sluice.batch.JobFailed;
import dev.sluice.batch.JobFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk over a connection: all at once, and if that fails job by job. Immutable.
 *
 * @param handler what is done
 * @param checkpoints where progress is kept, if it is
 * @param stopAtFailure whether one job that fails ends it all
 * @param <T> what a job is
 */
record ChunkTransaction<T>(
        JdbcWork.Handler<T> handler, @Nullable Checkpoints checkpoints, boolean stopAtFailure) {

    /** Whether an earlier run has done it and nothing of it has failed: then no connection is needed. */
    boolean isCleanBefore(Chunk<T> chunk) throws ResumeRefused {
        return checkpoints != null && checkpoints.isDone(chunk) && !checkpoints.hasFailures(chunk);
    }

    /** What has failed; nothing of a transaction that fails takes effect. */
    List<JobFailure> run(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (checkpoints != null && checkpoints.isDone(chunk)) {
            throw new DoneBefore(checkpoints.failures(connection, chunk, worker));
        }
        connection.setAutoCommit(false);
        try {
            return guarded(connection, () -> allAtOnce(connection, chunk, worker));
        } catch (HandlerFailed e) {
            return guarded(
                    connection,
                    () -> chunk.size() == 1
                            ? theOnly(connection, chunk, worker, e)
                            : oneByOne(connection, chunk, worker));
        }
    }

    /** Notes that none of it can be done, for that reason, unless somebody has done it. */
    List<JobFailure> giveUp(Connection connection, Chunk<T> chunk, int worker, String reason) throws Exception {
        connection.setAutoCommit(false);
        return guarded(connection, () -> {
            if (checkpoints != null && !checkpoints.claim(connection, chunk)) {
                return checkpoints.failures(connection, chunk, worker);
            }
            List<JobFailure> all = new ArrayList<>();
            for (int i = 0; i < chunk.size(); i++) {
                all.add(new JobFailure(
                        chunk.firstJob() + i, worker, reason, chunk.items().get(i)));
            }
            return commit(connection, chunk, all);
        });
    }

    /** The handler could not do all of the chunk, over a connection that works. */
    private static final class HandlerFailed extends Exception {

        private static final long serialVersionUID = 1L;

        HandlerFailed(Throwable cause) {
            super(Trouble.words(cause), cause, true, false);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        List<JobFailure> run() throws Exception;
    }

    /** Rolls back what fails; a session that cannot do even that is gone. */
    private static List<JobFailure> guarded(Connection connection, Attempt attempt) throws Exception {
        try {
            return attempt.run();
        } catch (Exception | Error e) {
            try {
                connection.rollback();
            } catch (SQLException rollback) {
                // Not only by what was thrown: pgjdbc throws an AssertionError where a batch loses its connection.
                e.addSuppressed(rollback);
                if (Trouble.of(rollback) == Trouble.LOST) {
                    throw new ConnectionLost(Trouble.words(e), e);
                }
            }
            throw e;
        }
    }

    private List<JobFailure> allAtOnce(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (checkpoints != null && !checkpoints.claim(connection, chunk)) {
            return checkpoints.failures(connection, chunk, worker);
        }
        try {
            handler.handle(connection, chunk);
        } catch (Exception | Error e) {
            if (Trouble.isOfConnection(e) || e instanceof CannotGoOn) {
                throw e;
            }
            throw new HandlerFailed(e);
        }
        connection.commit();
        return List.of();
    }

    private List<JobFailure> oneByOne(Connection connection, Chunk<T> chunk, int worker) throws Exception {
        if (checkpoints != null && !checkpoints.claim(connection, chunk)) {
            return checkpoints.failures(connection, chunk, worker);
        }
        List<JobFailure> failures = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            Chunk<T> single = new Chunk<>(
                    chunk.number(), chunk.firstJob() + i, List.of(chunk.items().get(i)));
            Savepoint before = connection.setSavepoint();
            try {
                handler.handle(connection, single);
                connection.releaseSavepoint(before);
            } catch (Exception | Error e) {
                if (Trouble.isOfConnection(e) || e instanceof CannotGoOn) {
                    throw e;
                }
                connection.rollback(before);
                failures.add(failure(single, worker, e));
            }
        }
        return commit(connection, chunk, failures);
    }

    /** It is not tried again: it is known to fail. */
    private List<JobFailure> theOnly(Connection connection, Chunk<T> chunk, int worker, Exception reason)
            throws Exception {
        if (checkpoints != null && !checkpoints.claim(connection, chunk)) {
            return checkpoints.failures(connection, chunk, worker);
        }
        return commit(connection, chunk, List.of(failure(chunk, worker, reason)));
    }

    private JobFailure failure(Chunk<T> single, int worker, Throwable e) throws JobFailed {
        JobFailure failure = new JobFailure(
                single.firstJob(), worker, Trouble.words(e), single.items().get(0));
        if (stopAtFailure) {
            throw new JobFailed(failure, e);
        }
        return failure;
    }

    private List<JobFailure> commit(Connection connection, Chunk<T> chunk, List<JobFailure> failures)
            throws SQLException {
        if (checkpoints != null && !failures.isEmpty()) {
            checkpoints.fail(connection, chunk, failures);
        }
        connection.commit();
        return failures;
    }
}
