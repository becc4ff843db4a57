package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.jdbc.Checkpoints;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a batch in the database.
 *
 * @param order the state of its order
 * @param done number of its jobs that succeeded or failed, in finished chunks
 * @param failed number of these that failed
 * @param failures the first of the failures
 */
record Progress(OrderRow order, long done, long failed, List<JobFailure> failures) {

    static Progress read(Connection connection, Checkpoints checkpoints, @Nullable Progress before) throws Exception {
        OrderRow order =
                Objects.requireNonNull(OrderTable.find(connection, checkpoints.batch()), "the order was deleted");
        Checkpoints.Sums sums = checkpoints.sums(connection);
        List<JobFailure> failures = before != null && before.failed() == sums.failed()
                ? before.failures()
                : checkpoints.failures(connection, Long.MIN_VALUE, BatchReport.MOST_FAILURES);
        return new Progress(order, sums.jobs(), sums.failed(), failures);
    }

    /** Returns whether all jobs were tried. */
    boolean isDone() {
        return order.complete() && done >= order.mark().jobs();
    }

    /**
     * Returns whether {@link #total} counts all jobs.
     *
     * @param announced the number of jobs that the source has announced
     */
    boolean isTotalKnown(OptionalLong announced) {
        return order.complete() || announced.isPresent();
    }

    /**
     * Returns the number of jobs; until it is known, the number of jobs that were stored or done.
     *
     * @param announced the number of jobs that the source has announced
     */
    long total(OptionalLong announced) {
        long stored = order.mark().jobs();
        return order.complete() ? stored : announced.orElse(Math.max(stored, done));
    }

    /** The job that has ended it; nothing of its chunk took effect, so it is not among those of the chunks. */
    @Nullable
    JobFailure last() {
        Long job = order.failedJob();
        if (job == null) {
            return null;
        }
        String prefix = "job " + job + " failed: ";
        String problem = String.valueOf(order.problem());
        return new JobFailure(job, -1, problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem, null);
    }

    long allFailed() {
        return failed + (order.failedJob() == null ? 0 : 1);
    }

    List<JobFailure> allFailures() {
        List<JobFailure> all = new ArrayList<>(failures);
        JobFailure last = last();
        if (last != null && all.size() < BatchReport.MOST_FAILURES) {
            all.add(last);
        }
        return all;
    }
}
