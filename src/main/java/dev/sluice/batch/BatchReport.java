package dev.sluice.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, final or so far. Immutable.
 *
 * @param status the status of the run
 * @param total the number of jobs; the number seen so far while the source has not reported it
 * @param totalKnown whether {@code total} counts all jobs
 * @param succeeded the number of jobs done
 * @param failed the number of jobs that have failed permanently
 * @param before the number of these jobs, done or failed, from an earlier run whose progress was kept
 * @param retried the number of times that a job was begun again
 * @param lastRetry the reason for the last retry, or null if there was none
 * @param elapsedNanos the duration of the run in nanoseconds, including connecting
 * @param averageNanos that duration divided by the jobs done or failed in this run; zero if there are none
 * @param p50Nanos the median duration of a chunk in nanoseconds
 * @param p95Nanos the 95th percentile of that duration
 * @param p99Nanos the 99th percentile of that duration
 * @param workers the work of each worker
 * @param failures the first failed jobs, at most {@link #MOST_FAILURES}
 * @param problem the reason for an early end, or null
 */
public record BatchReport(
        BatchStatus status,
        long total,
        boolean totalKnown,
        long succeeded,
        long failed,
        long before,
        long retried,
        @Nullable String lastRetry,
        long elapsedNanos,
        long averageNanos,
        long p50Nanos,
        long p95Nanos,
        long p99Nanos,
        List<WorkerReport> workers,
        List<JobFailure> failures,
        @Nullable String problem) {

    /** The maximum number of failures that a report keeps; a listener receives all failures. */
    public static final int MOST_FAILURES = 1000;

    /** Copies the lists. */
    public BatchReport {
        workers = List.copyOf(workers);
        failures = List.copyOf(failures);
    }

    /** Returns the number of jobs that neither succeeded nor failed. */
    public long notRun() {
        return total - succeeded - failed;
    }

    /**
     * The work of one worker.
     *
     * @param worker its number
     * @param succeeded number of jobs that succeeded in this run
     * @param failed number of jobs that failed in this run
     * @param connects number of attempts to connect
     */
    public record WorkerReport(int worker, long succeeded, long failed, long connects) {}
}
