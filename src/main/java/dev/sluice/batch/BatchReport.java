package dev.sluice.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, or has come of it so far. Immutable.
 *
 * @param status how it stands
 * @param total how many jobs there are; while the source has not said so, how many were seen
 * @param totalKnown whether that is all of them
 * @param succeeded how many were done
 * @param failed how many have failed for good
 * @param before how many of these two an earlier run has done, whose progress was kept
 * @param retried how often a job was begun again
 * @param lastRetry why that was so the last time, or null if it never was
 * @param elapsedNanos how long it has taken, connecting included
 * @param averageNanos that, divided by the jobs that were done or have failed in it; zero if there are none
 * @param p50Nanos the time that one half of the chunks took at most
 * @param p95Nanos … and 95 of 100
 * @param p99Nanos … and 99 of 100
 * @param workers what each of the workers did
 * @param failures the first jobs that have failed, at most {@link #MOST_FAILURES}
 * @param problem what ended it early, or null
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

    /** So many failures are kept; a listener hears of all. */
    public static final int MOST_FAILURES = 1000;

    /** Copies the lists. */
    public BatchReport {
        workers = List.copyOf(workers);
        failures = List.copyOf(failures);
    }

    /** How many jobs were neither done nor failed. */
    public long notRun() {
        return total - succeeded - failed;
    }

    /**
     * What one worker did.
     *
     * @param worker its number
     * @param succeeded how many jobs it has done in this run
     * @param failed how many have failed with it
     * @param connects how often it has tried to connect
     */
    public record WorkerReport(int worker, long succeeded, long failed, long connects) {}
}
