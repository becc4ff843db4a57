package dev.sluice.batch.control;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchReport.WorkerReport;
import dev.sluice.batch.BatchStatus;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A batch as shown to operators. Contains neither its statement nor any value of its rows.
 *
 * @param id the id of the batch
 * @param task the kind of work
 * @param pool the pool that the batch uses
 * @param lane the lane in which the batch waits for connections
 * @param workers the number of workers
 * @param mostAtATime the number of workers that may do a chunk at the same time now, beside the others of the pool;
 *     null if there is no such bound, or if the bound is not known here
 * @param chunk the number of jobs in one transaction
 * @param resume the name under which its progress is kept, or null
 * @param orderedAt the time of the order
 * @param status the status of the batch
 * @param total the number of jobs; the number seen so far while the total is not known
 * @param totalKnown whether {@code total} counts all jobs; until then there is no {@code secondsLeft}
 * @param succeeded the number of jobs done
 * @param failed the number of jobs that have failed
 * @param before the number of these jobs, done or failed, from an earlier run
 * @param retried the number of times that a job was begun again
 * @param lastRetry the reason for the last retry, or null if there was none
 * @param notRun the number of jobs left
 * @param jobsPerSecond the average rate until now
 * @param secondsLeft the estimated rest of the run at that rate, while the batch runs
 * @param elapsedNanos the duration of the run in nanoseconds
 * @param averageNanos that duration for each job
 * @param p50Nanos the median duration of a chunk in nanoseconds
 * @param p95Nanos the 95th percentile of that duration
 * @param p99Nanos the 99th percentile of that duration
 * @param byWorker the work of each worker
 * @param failures the first {@value #MOST_FAILURES} jobs that have failed
 * @param problem the reason for an early end, or why failed rows could not be kept, or null
 */
public record BatchView(
        String id,
        String task,
        String pool,
        Priority lane,
        int workers,
        @Nullable Integer mostAtATime,
        int chunk,
        @Nullable String resume,
        Instant orderedAt,
        BatchStatus status,
        long total,
        boolean totalKnown,
        long succeeded,
        long failed,
        long before,
        long retried,
        @Nullable String lastRetry,
        long notRun,
        long jobsPerSecond,
        @Nullable Long secondsLeft,
        long elapsedNanos,
        long averageNanos,
        long p50Nanos,
        long p95Nanos,
        long p99Nanos,
        List<WorkerReport> byWorker,
        List<Failure> failures,
        @Nullable String problem) {

    /** The maximum number of failures that a view has. */
    public static final int MOST_FAILURES = 20;

    /**
     * A job that has failed.
     *
     * @param job number of the job
     * @param worker the worker that tried it last
     * @param reason the reason of the failure
     */
    public record Failure(long job, int worker, String reason) {}

    /** Returns the view of the batch at this moment. */
    public static BatchView of(Batch batch) {
        return of(batch, batch.report());
    }

    /** Returns the view of the batch with the given report. */
    public static BatchView of(Batch batch, BatchReport report) {
        long done = report.succeeded() + report.failed() - report.before();
        long rate = report.elapsedNanos() == 0
                ? 0
                : (long) (done * (double) TimeUnit.SECONDS.toNanos(1) / report.elapsedNanos());
        OptionalInt mostAtATime = batch.mostAtATime();
        boolean runs = report.status() == BatchStatus.RUNNING;
        Draft draft = new Draft();
        draft.describe(batch);
        draft.count(report);
        draft.measure(report);
        draft.mostAtATime = mostAtATime.isPresent() ? mostAtATime.getAsInt() : null;
        draft.jobsPerSecond = rate;
        draft.secondsLeft = runs && report.totalKnown() && rate > 0 ? report.notRun() / rate : null;
        draft.failures = report.failures().stream()
                .limit(MOST_FAILURES)
                .map(each -> new Failure(each.job(), each.worker(), each.reason()))
                .toList();
        draft.problem = report.problem() == null ? batch.problemOfFailedRows() : report.problem();
        return draft.view();
    }

    /** Returns this view with all texts of foreign origin translated. */
    public BatchView withWords(UnaryOperator<String> clean) {
        Draft same = new Draft(this);
        same.task = clean.apply(task);
        same.lastRetry = lastRetry == null ? null : clean.apply(lastRetry);
        same.failures = failures.stream()
                .map(each -> new Failure(each.job(), each.worker(), clean.apply(each.reason())))
                .toList();
        same.problem = problem == null ? null : clean.apply(problem);
        return same.view();
    }

    /** The values of a view, to be set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the view is made of it
    private static final class Draft {

        String id;
        String task;
        String pool;
        Priority lane;
        int workers;

        @Nullable
        Integer mostAtATime;

        int chunk;

        @Nullable
        String resume;

        Instant orderedAt;
        BatchStatus status;
        long total;
        boolean totalKnown;
        long succeeded;
        long failed;
        long before;
        long retried;

        @Nullable
        String lastRetry;

        long notRun;
        long jobsPerSecond;

        @Nullable
        Long secondsLeft;

        long elapsedNanos;
        long averageNanos;
        long p50Nanos;
        long p95Nanos;
        long p99Nanos;
        List<WorkerReport> byWorker;
        List<Failure> failures;

        @Nullable
        String problem;

        Draft() {}

        Draft(BatchView values) {
            id = values.id;
            task = values.task;
            pool = values.pool;
            lane = values.lane;
            workers = values.workers;
            mostAtATime = values.mostAtATime;
            chunk = values.chunk;
            resume = values.resume;
            orderedAt = values.orderedAt;
            status = values.status;
            total = values.total;
            totalKnown = values.totalKnown;
            succeeded = values.succeeded;
            failed = values.failed;
            before = values.before;
            retried = values.retried;
            lastRetry = values.lastRetry;
            notRun = values.notRun;
            jobsPerSecond = values.jobsPerSecond;
            secondsLeft = values.secondsLeft;
            elapsedNanos = values.elapsedNanos;
            averageNanos = values.averageNanos;
            p50Nanos = values.p50Nanos;
            p95Nanos = values.p95Nanos;
            p99Nanos = values.p99Nanos;
            byWorker = values.byWorker;
            failures = values.failures;
            problem = values.problem;
        }

        void describe(Batch batch) {
            BatchOrder order = batch.order();
            id = batch.id();
            task = order.task().kind();
            pool = order.pool();
            lane = order.lane();
            workers = order.plan().workers();
            chunk = order.chunkSize();
            resume = order.keepAs();
            orderedAt = batch.orderedAt();
        }

        void count(BatchReport report) {
            status = report.status();
            total = report.total();
            totalKnown = report.totalKnown();
            succeeded = report.succeeded();
            failed = report.failed();
            before = report.before();
            retried = report.retried();
            lastRetry = report.lastRetry();
            notRun = report.notRun();
            byWorker = report.workers();
        }

        void measure(BatchReport report) {
            elapsedNanos = report.elapsedNanos();
            averageNanos = report.averageNanos();
            p50Nanos = report.p50Nanos();
            p95Nanos = report.p95Nanos();
            p99Nanos = report.p99Nanos();
        }

        BatchView view() {
            return new BatchView(
                    id,
                    task,
                    pool,
                    lane,
                    workers,
                    mostAtATime,
                    chunk,
                    resume,
                    orderedAt,
                    status,
                    total,
                    totalKnown,
                    succeeded,
                    failed,
                    before,
                    retried,
                    lastRetry,
                    notRun,
                    jobsPerSecond,
                    secondsLeft,
                    elapsedNanos,
                    averageNanos,
                    p50Nanos,
                    p95Nanos,
                    p99Nanos,
                    byWorker,
                    failures,
                    problem);
        }
    }
}
