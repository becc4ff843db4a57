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
 * A batch as it is shown. Neither its statement nor any value of its rows is in it.
 *
 * @param id what it is called
 * @param task what kind of work it does
 * @param pool over which
 * @param lane in which it waits for connections
 * @param workers how many
 * @param mostAtATime how many of them may do a chunk at a time now, beside the others of the pool; null if there is no
 *     such bound, or it is not known here
 * @param chunk how many jobs are one transaction
 * @param resume under what name its progress is kept, or null
 * @param orderedAt when it was ordered
 * @param status how it stands
 * @param total how many jobs it has; while that is not known, how many were seen
 * @param totalKnown whether that is all of them; until then there is no {@code secondsLeft}
 * @param succeeded how many were done
 * @param failed how many have failed
 * @param before how many of these two an earlier run has done
 * @param retried how often a job was begun again
 * @param lastRetry why that was so the last time, or null if it never was
 * @param notRun how many are left
 * @param jobsPerSecond on average until now
 * @param secondsLeft at that rate, while it runs
 * @param elapsedNanos how long it has taken
 * @param averageNanos that for each job
 * @param p50Nanos the time that one half of the chunks took at most
 * @param p95Nanos … and 95 of 100
 * @param p99Nanos … and 99 of 100
 * @param byWorker what each worker did
 * @param failures the first {@value #MOST_FAILURES} jobs that have failed
 * @param problem what ended it early, or why failed rows could not be kept, or null
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

    /** So many failures are shown. */
    public static final int MOST_FAILURES = 20;

    /**
     * A job that has failed.
     *
     * @param job its number
     * @param worker who tried it last
     * @param reason why
     */
    public record Failure(long job, int worker, String reason) {}

    /** How it stands now. */
    public static BatchView of(Batch batch) {
        return of(batch, batch.report());
    }

    /** How it stood then. */
    public static BatchView of(Batch batch, BatchReport report) {
        BatchOrder order = batch.order();
        long done = report.succeeded() + report.failed() - report.before();
        long rate = report.elapsedNanos() == 0
                ? 0
                : (long) (done * (double) TimeUnit.SECONDS.toNanos(1) / report.elapsedNanos());
        OptionalInt mostAtATime = batch.mostAtATime();
        boolean runs = report.status() == BatchStatus.RUNNING;
        return new BatchView(
                batch.id(),
                order.task().kind(),
                order.pool(),
                order.lane(),
                order.plan().workers(),
                mostAtATime.isPresent() ? mostAtATime.getAsInt() : null,
                order.chunkSize(),
                order.keepAs(),
                batch.orderedAt(),
                report.status(),
                report.total(),
                report.totalKnown(),
                report.succeeded(),
                report.failed(),
                report.before(),
                report.retried(),
                report.lastRetry(),
                report.notRun(),
                rate,
                runs && report.totalKnown() && rate > 0 ? report.notRun() / rate : null,
                report.elapsedNanos(),
                report.averageNanos(),
                report.p50Nanos(),
                report.p95Nanos(),
                report.p99Nanos(),
                report.workers(),
                report.failures().stream()
                        .limit(MOST_FAILURES)
                        .map(each -> new Failure(each.job(), each.worker(), each.reason()))
                        .toList(),
                report.problem() == null ? batch.trouble() : report.problem());
    }

    /** The same, with what others have said passed through that. */
    public BatchView withWords(UnaryOperator<String> clean) {
        return new BatchView(
                id,
                clean.apply(task),
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
                lastRetry == null ? null : clean.apply(lastRetry),
                notRun,
                jobsPerSecond,
                secondsLeft,
                elapsedNanos,
                averageNanos,
                p50Nanos,
                p95Nanos,
                p99Nanos,
                byWorker,
                failures.stream()
                        .map(each -> new Failure(each.job(), each.worker(), clean.apply(each.reason())))
                        .toList(),
                problem == null ? null : clean.apply(problem));
    }
}
