package dev.sluice.batch;

import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, final or so far. Immutable. {@link #of} begins one, which is filled by name.
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

    /** Begins the report of a run with no jobs so far, to be filled by name. */
    public static Builder of(BatchStatus status) {
        return new Builder(status);
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

    /** Fills a report by name. For one thread. */
    public static final class Builder {

        private final BatchStatus status;
        private long total;
        private boolean totalKnown;
        private long succeeded;
        private long failed;
        private long before;
        private long retried;
        private @Nullable String lastRetry;
        private long elapsedNanos;
        private long averageNanos;
        private IntToLongFunction percentiles = percent -> 0;
        private List<WorkerReport> workers = List.of();
        private List<JobFailure> failures = List.of();
        private @Nullable String problem;

        private Builder(BatchStatus status) {
            this.status = status;
        }

        /** Sets the number of jobs, and whether it counts all jobs. */
        public Builder total(long jobs, boolean isKnown) {
            total = jobs;
            totalKnown = isKnown;
            return this;
        }

        /** Sets the numbers of jobs that are done and that have failed. */
        public Builder ended(long done, long lost) {
            succeeded = done;
            failed = lost;
            return this;
        }

        /** Sets the number of the ended jobs that an earlier run has ended. */
        public Builder before(long jobs) {
            before = jobs;
            return this;
        }

        /** Sets the number of retries, and the reason for the last one. */
        public Builder retries(long number, @Nullable String lastReason) {
            retried = number;
            lastRetry = lastReason;
            return this;
        }

        /** Sets the duration of the run in nanoseconds, and the number of jobs that have ended in it. */
        public Builder elapsed(long nanos, long jobs) {
            elapsedNanos = nanos;
            averageNanos = jobs <= 0 ? 0 : nanos / jobs;
            return this;
        }

        /** Sets the function from a percentage to that percentile of the durations of chunks, in nanoseconds. */
        public Builder percentiles(IntToLongFunction nanosOf) {
            percentiles = nanosOf;
            return this;
        }

        /** Sets the work of each worker. */
        public Builder workers(List<WorkerReport> reports) {
            workers = reports;
            return this;
        }

        /** Sets the first failed jobs. */
        public Builder failures(List<JobFailure> first) {
            failures = first;
            return this;
        }

        /** Sets the reason for an early end; null for none. */
        public Builder problem(@Nullable String reason) {
            problem = reason;
            return this;
        }

        /** Returns the report. */
        public BatchReport build() {
            return new BatchReport(
                    status,
                    total,
                    totalKnown,
                    succeeded,
                    failed,
                    before,
                    retried,
                    lastRetry,
                    elapsedNanos,
                    averageNanos,
                    percentiles.applyAsLong(50),
                    percentiles.applyAsLong(95),
                    percentiles.applyAsLong(99),
                    workers,
                    failures,
                    problem);
        }
    }
}
