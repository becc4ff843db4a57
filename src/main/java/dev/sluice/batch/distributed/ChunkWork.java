package dev.sluice.batch.distributed;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.ChunkResult;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.RetryBackoff;
import dev.sluice.batch.RetryReason;
import dev.sluice.batch.Work;
import dev.sluice.batch.jdbc.SqlErrorKind;
import dev.sluice.batch.jdbc.SqlErrors;
import dev.sluice.batch.rows.Row;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Does a chunk whose task was assigned to this process, and decides about the task. The task is removed once the chunk
 * is done or obsolete. Otherwise it is assigned again, to this process or another. Thread-safe.
 */
final class ChunkWork implements ExecutionHandler<byte[]>, FailureHandler<byte[]>, DeadExecutionHandler<byte[]> {

    private static final Duration REST = Duration.ofMillis(100);
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(2);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 7;
    private static final int ATTEMPTS = 3;

    private final RetryBackoff backoff =
            RetryBackoff.ofConflicts(() -> ThreadLocalRandom.current().nextDouble());

    private final DataSource own;
    private final OrderWorks works;
    private final WorkerSlots slots;
    private final Ticker ticker;
    private volatile boolean ending;

    ChunkWork(DataSource own, OrderWorks works, WorkerSlots slots, Ticker ticker) {
        this.own = own;
        this.works = works;
        this.slots = slots;
        this.ticker = ticker;
    }

    /** Ends all waits, because the process ends. */
    void end() {
        ending = true;
    }

    /** Signals that the task must be assigned again, because its chunk is not done. */
    private static final class Again extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Again(String reason, @Nullable Throwable cause) {
            super(reason, cause, false, false);
        }
    }

    @Override
    public CompletionHandler<byte[]> execute(TaskInstance<byte[]> task, ExecutionContext context) {
        int seat = slots.take();
        try {
            return perform(task, seat);
        } catch (Again e) {
            throw e;
        } catch (Exception e) {
            throw new Again(SqlErrors.words(e), e);
        } finally {
            slots.giveBack(seat);
            Thread.interrupted(); // a handler may have set the flag
        }
    }

    private CompletionHandler<byte[]> perform(TaskInstance<byte[]> task, int seat) throws Exception {
        OrderWork known = null;
        Work.Session<Row> session = null;
        while (true) {
            OrderWork work = works.find(ChunkTasks.batchOf(task.getId()));
            if (work == null) {
                return this::remove;
            }
            if (session == null || !work.equals(known)) { // the same session during waits, so that its place ages
                session = work.work().session(seat);
                known = work;
            }
            CompletionHandler<byte[]> after = perform(new WorkAttempt(work, session, seat), task);
            if (after != null) {
                return after;
            }
        }
    }

    /** Does the chunk. Returns null if the chunk must be tried again at once. */
    private @Nullable CompletionHandler<byte[]> perform(WorkAttempt attempt, TaskInstance<byte[]> task)
            throws Exception {
        Chunk<Row> chunk;
        try {
            chunk = ChunkData.read(task.getData());
        } catch (CannotRead e) {
            end(attempt.work(), "task " + task.getId() + ": " + e.getMessage(), null);
            return this::remove;
        }
        long start = ticker.nanos();
        return run(attempt, chunk)
                .accept(new Consequences(attempt, chunk, start))
                .get();
    }

    /** The work, the session and the worker of an attempt. */
    private record WorkAttempt(OrderWork work, Work.Session<Row> session, int seat) {}

    /** The change of the task, or null if the chunk must be tried again at once. */
    @FunctionalInterface
    private interface Consequence {
        @Nullable
        CompletionHandler<byte[]> get() throws Exception;
    }

    /** The consequence of each result for the task. */
    private final class Consequences implements ChunkResult.Cases<Consequence> {

        private final WorkAttempt attempt;
        private final Chunk<Row> chunk;
        private final long start;

        Consequences(WorkAttempt attempt, Chunk<Row> chunk, long start) {
            this.attempt = attempt;
            this.chunk = chunk;
            this.start = start;
        }

        private Consequence done(List<JobFailure> failures) {
            slots.did(attempt.seat(), chunk.size(), failures.size(), ticker.nanos() - start);
            return () -> ChunkWork.this::remove;
        }

        @Override
        public Consequence done(ChunkResult.Done result) {
            return done(result.failures());
        }

        @Override
        public Consequence doneBefore(ChunkResult.DoneBefore result) {
            return done(result.failures());
        }

        @Override
        public Consequence busy(ChunkResult.Busy result) {
            return () -> {
                rest(result.reason(), null, REST.toNanos());
                return null;
            };
        }

        @Override
        public Consequence retry(ChunkResult.Retry result) {
            throw new Again(result.reason(), result.cause());
        }

        @Override
        public Consequence stop(ChunkResult.Stop result) {
            if (result.cause() instanceof NotRunning notRunning) {
                return () -> notRunning(notRunning.state());
            }
            JobFailure failure = result.failure();
            return () -> {
                end(attempt.work(), result.reason(), failure == null ? null : failure.job());
                return ChunkWork.this::remove;
            };
        }

        /** Returns the change of a task whose order does not run. A null state means that the order was replaced. */
        private @Nullable CompletionHandler<byte[]> notRunning(@Nullable OrderState state) {
            if (state == null) {
                works.forget(attempt.work());
                return null;
            }
            return state == OrderState.PAUSED ? ChunkWork.this::comeBack : ChunkWork.this::remove;
        }
    }

    private ChunkResult run(WorkAttempt attempt, Chunk<Row> chunk) throws Exception {
        Work.Session<Row> session = attempt.session();
        int attempts = 0;
        int conflicts = 0;
        while (true) {
            slots.begins(session);
            try {
                ChunkResult result =
                        conflicts < RetryBackoff.MOST_CONFLICTS ? session.run(chunk) : session.runLast(chunk);
                boolean isConflict = result instanceof ChunkResult.Retry retry && retry.kind() == RetryReason.CONFLICT;
                if (!isConflict || conflicts == RetryBackoff.MOST_CONFLICTS) {
                    return result;
                }
                rest("conflicts with other transactions", null, backoff.nanos(conflicts++));
            } catch (Again e) {
                throw e;
            } catch (Exception e) {
                attempts++;
                if (attempts == ATTEMPTS && !ending) {
                    return giveUp(attempt, chunk, SqlErrors.words(e));
                }
                rest(SqlErrors.words(e), e, REST.toNanos());
            } finally {
                slots.ends(session);
            }
        }
    }

    /**
     * Records that the whole chunk has failed. Its failure belongs neither to one job nor to the connection, so
     * another worker would not succeed.
     */
    private static ChunkResult giveUp(WorkAttempt attempt, Chunk<Row> chunk, String reason) throws Exception {
        if (attempt.work().order().definition().stopAtFailure()) {
            long last = chunk.firstJob() + chunk.size() - 1;
            return new ChunkResult.Stop("jobs " + chunk.firstJob() + " to " + last + " failed: " + reason, null, null);
        }
        return attempt.work().work().giveUp(chunk, attempt.seat(), reason);
    }

    private void end(OrderWork work, String problem, @Nullable Long job) throws Exception {
        try (Connection connection = own.getConnection()) {
            OrderTable.end(connection, work.order(), OrderState.FAILED, problem, job);
        }
    }

    private void rest(String reason, @Nullable Throwable cause, long nanos) {
        if (ending) {
            throw new Again(reason, cause);
        }
        ticker.park(this, nanos);
    }

    private void remove(ExecutionComplete complete, ExecutionOperations<byte[]> task) {
        settle(task::remove);
    }

    private void comeBack(ExecutionComplete complete, ExecutionOperations<byte[]> task) {
        settle(() -> task.reschedule(complete, complete.getTimeDone().plus(WHILE_PAUSED)));
    }

    /** Reschedules a failed chunk: after a growing delay, or at once if only this process ends. */
    @Override
    public void onFailure(ExecutionComplete complete, ExecutionOperations<byte[]> task) {
        int doublings = Math.min(complete.getExecution().consecutiveFailures, MOST_DOUBLINGS);
        Duration backoff = ending ? Duration.ZERO : FIRST_BACKOFF.multipliedBy(1L << doublings);
        settle(() -> task.reschedule(complete, complete.getTimeDone().plus(backoff)));
    }

    /** Reschedules the chunk of a worker without heartbeat at once. */
    @Override
    public void deadExecution(ExecutionComplete complete, ExecutionOperations<byte[]> task) {
        settle(() -> task.reschedule(complete, complete.getTimeDone()));
    }

    /**
     * Changes the task, and retries until the database has the change, because other processes would detect a lost task
     * late.
     */
    private void settle(Runnable change) {
        while (true) {
            try {
                change.run();
                return;
            } catch (ExecutionException e) {
                return; // another process has the task, and finds the chunk done or does it
            } catch (RuntimeException e) {
                SQLException reason = Causes.sqlOf(e);
                SqlErrorKind kind = SqlErrors.kindOf(reason);
                if (ending || kind.isOfJobs() || kind == SqlErrorKind.OVER) {
                    throw e;
                }
            }
            ticker.park(this, REST.toNanos());
        }
    }
}
