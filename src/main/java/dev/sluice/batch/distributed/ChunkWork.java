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
import dev.sluice.batch.Busy;
import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.ConnectionLost;
import dev.sluice.batch.JobFailed;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.RetryBackoff;
import dev.sluice.batch.ServerTrouble;
import dev.sluice.batch.TryAgain;
import dev.sluice.batch.Unreachable;
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
 * Does a chunk for which this process was given the task, and then says what becomes of the task: it goes once the chunk is
 * done, or is of no use any more; otherwise it comes back, here or elsewhere. Thread-safe.
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

    /** Nothing is waited for any more. */
    void end() {
        ending = true;
    }

    /** The chunk is not done; it is to be tried again. */
    private static final class Again extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Again(Exception cause) {
            super(SqlErrors.words(cause), cause, false, false);
        }
    }

    @Override
    public CompletionHandler<byte[]> execute(TaskInstance<byte[]> task, ExecutionContext context) {
        int seat = slots.take();
        try {
            return perform(task, seat);
        } catch (Exception e) {
            throw new Again(e);
        } finally {
            slots.giveBack(seat);
            Thread.interrupted(); // a handler's own business
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
            if (session == null || !work.equals(known)) { // the same while it waits: its place in the gate grows old
                session = work.work().session(seat);
                known = work;
            }
            try {
                perform(work, session, task, seat);
                return this::remove;
            } catch (Busy e) {
                rest(e, REST.toNanos());
            } catch (NotRunning e) {
                if (e.state() != null) {
                    return e.state() == OrderState.PAUSED ? this::comeBack : this::remove;
                }
                works.forget(work);
            } catch (JobFailed e) {
                end(work, e.failure().text(), e.failure().job());
                return this::remove;
            } catch (CannotGoOn e) {
                end(work, SqlErrors.words(e), null);
                return this::remove;
            } catch (CannotRead e) {
                end(work, "task " + task.getId() + ": " + e.getMessage(), null);
                return this::remove;
            }
        }
    }

    private void perform(OrderWork work, Work.Session<Row> session, TaskInstance<byte[]> task, int seat)
            throws Exception {
        Chunk<Row> chunk = ChunkData.read(task.getData());
        long start = ticker.nanos();
        List<JobFailure> failures = run(work, session, chunk, seat);
        slots.did(seat, chunk.size(), failures.size(), ticker.nanos() - start);
    }

    private List<JobFailure> run(OrderWork work, Work.Session<Row> session, Chunk<Row> chunk, int seat)
            throws Exception {
        int attempts = 0;
        int conflicts = 0;
        while (true) {
            slots.begins(session);
            try {
                return conflicts < RetryBackoff.MOST_CONFLICTS ? session.run(chunk) : session.runLast(chunk);
            } catch (TryAgain e) {
                if (conflicts == RetryBackoff.MOST_CONFLICTS) {
                    throw e;
                }
                rest(e, backoff.nanos(conflicts++));
            } catch (Busy | CannotGoOn | JobFailed | Unreachable | ConnectionLost | ServerTrouble e) {
                throw e;
            } catch (Exception e) {
                attempts++;
                if (attempts == ATTEMPTS && !ending) {
                    return giveUp(work, chunk, seat, SqlErrors.words(e));
                }
                rest(e, REST.toNanos());
            } finally {
                slots.ends(session);
            }
        }
    }

    /**
     * Records that the whole chunk has failed. Its failure belongs neither to one job nor to the connection, so
     * another worker would not succeed.
     */
    private static List<JobFailure> giveUp(OrderWork work, Chunk<Row> chunk, int seat, String reason) throws Exception {
        if (work.order().definition().stopAtFailure()) {
            long last = chunk.firstJob() + chunk.size() - 1;
            throw new CannotGoOn("jobs " + chunk.firstJob() + " to " + last + " failed: " + reason);
        }
        return work.work().giveUp(chunk, seat, reason);
    }

    private void end(OrderWork work, String problem, @Nullable Long job) throws Exception {
        try (Connection connection = own.getConnection()) {
            OrderTable.end(connection, work.order(), OrderState.FAILED, problem, job);
        }
    }

    private void rest(Exception reason, long nanos) throws Exception {
        if (ending) {
            throw reason;
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

    /** Tries until the database has heard it: it would take long until others find that nobody works on the task. */
    private void settle(Runnable change) {
        while (true) {
            try {
                change.run();
                return;
            } catch (ExecutionException e) {
                return; // others were given it meanwhile; they will find that it is done, or do it
            } catch (RuntimeException e) {
                SQLException reason = Causes.sqlOf(e);
                SqlErrorKind trouble = SqlErrors.kindOf(reason);
                if (ending || trouble.isOfJobs() || trouble == SqlErrorKind.OVER) {
                    throw e;
                }
            }
            ticker.park(this, REST.toNanos());
        }
    }
}
