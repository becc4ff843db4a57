package dev.sluice.batch;

import dev.sluice.batch.BatchReport.WorkerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Adds up the results of the workers. Thread-safe. */
final class RunTotals {

    private static final int DIGITS = 3;

    private final OptionalLong total;
    private final long[] succeededBy;
    private final long[] failedBy;
    private final long[] connectsBy;
    private final List<JobFailure> failures = new ArrayList<>();
    private final Histogram times = new Histogram(DIGITS);
    private final ProgressSteps steps = new ProgressSteps();
    private long seen;
    private boolean allSeen;
    private long succeeded;
    private long failed;
    private long before;
    private long retried;
    private @Nullable String lastRetry;

    RunTotals(OptionalLong total, int workers) {
        this.total = total;
        succeededBy = new long[workers];
        failedBy = new long[workers];
        connectsBy = new long[workers];
    }

    synchronized void sees(int jobs) {
        seen += jobs;
    }

    /** Records that the source has ended. */
    synchronized void allSeen() {
        allSeen = true;
    }

    synchronized void connects(int worker) {
        connectsBy[worker]++;
    }

    /** Records that jobs are begun again, with the reason. */
    synchronized void retries(int jobs, String reason) {
        retried += jobs;
        lastRetry = reason;
    }

    synchronized void add(ChunkOutcome outcome) {
        int worker = outcome.worker();
        int lost = outcome.failures().size();
        succeeded += outcome.done();
        failed += lost;
        if (outcome.isBefore()) {
            before += outcome.done() + lost;
        } else {
            succeededBy[worker] += outcome.done();
            failedBy[worker] += lost;
            times.recordValue(Math.max(0, outcome.nanos()));
        }
        int room = BatchReport.MOST_FAILURES - failures.size();
        failures.addAll(outcome.failures().subList(0, Math.min(room, lost)));
    }

    /** Returns the last multiple of five per cent that was newly reached, or zero if there is none. */
    synchronized int reached() {
        return total.isEmpty() ? 0 : steps.reached(succeeded + failed, total.getAsLong());
    }

    synchronized boolean hasFailures() {
        return failed > 0;
    }

    synchronized BatchReport report(BatchStatus status, long elapsedNanos, @Nullable String problem) {
        return BatchReport.of(status)
                .total(total.orElse(seen), total.isPresent() || allSeen)
                .ended(succeeded, failed)
                .before(before)
                .retries(retried, lastRetry)
                .elapsed(elapsedNanos, succeeded + failed - before)
                .percentiles(times::getValueAtPercentile)
                .workers(IntStream.range(0, succeededBy.length)
                        .mapToObj(i -> new WorkerReport(i, succeededBy[i], failedBy[i], connectsBy[i]))
                        .toList())
                .failures(failures)
                .problem(problem)
                .build();
    }
}
