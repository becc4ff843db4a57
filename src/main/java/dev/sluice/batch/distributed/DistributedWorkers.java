package dev.sluice.batch.distributed;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.sluice.batch.BatchReport.WorkerReport;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The workers of this process for the distributed batches of a pool, ordered by any process, until they are closed. The
 * workers wait while the database is away, also at the beginning. Thread-safe.
 */
public final class DistributedWorkers implements AutoCloseable {

    /** Maximum wait for the end of chunks under way after {@link #close}; then they are rolled back. */
    public static final Duration GRACE = Duration.ofSeconds(3);

    private static final int HOUSEKEEPERS = 2;

    private final OwnConnections own;
    private final ChunkWork work;
    private final WorkerSlots slots;
    private final Scheduler scheduler;
    private boolean closed; // Guarded by this

    private DistributedWorkers(OwnConnections own, ChunkWork work, WorkerSlots slots, Scheduler scheduler) {
        this.own = own;
        this.work = work;
        this.slots = slots;
        this.scheduler = scheduler;
    }

    /**
     * Starts the workers.
     *
     * @param handlers finds the handlers of this process
     * @throws IllegalArgumentException if the pool's kind of database does not support distributed batches
     */
    public static DistributedWorkers start(ManagedDataSource pool, HandlerLookup handlers, int workers, Timing timing) {
        Ticker ticker = Ticker.system();
        OwnConnections own = new OwnConnections(pool, ticker);
        WorkerSlots slots = new WorkerSlots(workers);
        ChunkWork work = new ChunkWork(own, new OrderWorks(own, pool, handlers), slots, ticker);
        Task<byte[]> task = Tasks.custom(ChunkTasks.CHUNK)
                .onFailure(work)
                .onDeadExecution(work)
                .execute(work);
        Scheduler scheduler = builder(pool, own, task, timing)
                .threads(workers)
                .executorService(Workers.named("sluice-distributed", workers))
                .build();
        scheduler.start();
        return new DistributedWorkers(own, work, slots, scheduler);
    }

    private static SchedulerBuilder builder(
            ManagedDataSource pool, OwnConnections own, Task<byte[]> task, Timing timing) {
        DatabaseKind kind = DatabaseKind.ofUrl(pool.getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl());
        Tables.requireKnown(kind);
        SchedulerBuilder builder = Scheduler.create(own, task)
                .tableName(Tables.TASKS)
                .serializer(new ChunkTasks.Plain())
                .jdbcCustomization(ChunkTasks.customization(kind))
                .schedulerName(new SchedulerName.Fixed(name()))
                .pollingInterval(timing.poll())
                .heartbeatInterval(timing.heartbeat())
                .missedHeartbeatsLimit(Timing.MISSED)
                .failureLogging(LogLevel.DEBUG, false)
                .shutdownMaxWait(GRACE.plusSeconds(1))
                .dueExecutor(Workers.named("sluice-distributed-poll", 1))
                .housekeeperExecutor(Workers.scheduled("sluice-distributed-heartbeat", HOUSEKEEPERS));
        // At most one task for each worker: a waiting task has no heartbeat, and would count as abandoned.
        PollingStrategyConfig polling = PollingStrategyConfig.DEFAULT_SELECT_FOR_UPDATE;
        return kind == DatabaseKind.POSTGRESQL
                ? builder.pollUsingLockAndFetch(
                        polling.lowerLimitFractionOfThreads, polling.upperLimitFractionOfThreads)
                : builder;
    }

    private static String name() {
        return ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /** Looks for due tasks now, because new ones exist. */
    public void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Returns the work of each worker. */
    public List<WorkerReport> reports() {
        return slots.reports();
    }

    /** Returns a percentile of the durations of chunks. */
    public long percentileNanos(double percent) {
        return slots.percentileNanos(percent);
    }

    /**
     * Begins no further chunk. Chunks under way have {@link #GRACE} to end; then they are rolled back, and other
     * processes do them. Returns within some seconds in any case.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        work.end();
        own.end();
        try (ThreadTimer timer = new ThreadTimer("sluice-distributed-end", e -> {})) {
            timer.once(GRACE, slots::abortAll);
            scheduler.stop();
        }
    }
}
