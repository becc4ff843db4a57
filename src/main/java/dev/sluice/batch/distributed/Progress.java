package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.jdbc.Checkpoints;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of a batch.
 *
 * @param order how its order stands
 * @param done how many of its jobs were done or have failed, in chunks that are done
 * @param failed how many of these have failed
 * @param failures the first of those
 */
record Progress(OrderRow order, long done, long failed, List<JobFailure> failures) {

    static Progress read(Connection connection, Checkpoints checkpoints, @Nullable Progress before) throws Exception {
        OrderRow order = Objects.requireNonNull(Orders.find(connection, checkpoints.batch()), "the order is gone");
        Checkpoints.Sums sums = checkpoints.sums(connection);
        List<JobFailure> failures = before != null && before.failed() == sums.failed()
                ? before.failures()
                : checkpoints.failures(connection, Long.MIN_VALUE, BatchReport.MOST_FAILURES);
        return new Progress(order, sums.jobs(), sums.failed(), failures);
    }

    /** Every job of it was tried. */
    boolean isDone() {
        return order.complete() && done >= order.mark().jobs();
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
