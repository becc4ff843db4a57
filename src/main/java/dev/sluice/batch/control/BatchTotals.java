package dev.sluice.batch.control;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;

/**
 * What all batches of a process have done so far, those that are forgotten included. Jobs that an earlier run has done
 * are not in it.
 *
 * @param running how many have not ended
 * @param waiting how many of these wait for their database
 * @param succeeded jobs that were done
 * @param failed jobs that have failed
 * @param retried how often a job was begun again
 */
public record BatchTotals(int running, int waiting, long succeeded, long failed, long retried) {

    static final BatchTotals NONE = new BatchTotals(0, 0, 0, 0, 0);

    BatchTotals plus(BatchReport report) {
        int open = report.status().hasEnded() ? 0 : 1;
        int away = report.status() == BatchStatus.WAITING ? 1 : 0;
        long succeeded = report.workers().stream()
                .mapToLong(BatchReport.WorkerReport::succeeded)
                .sum();
        long failed = report.workers().stream()
                .mapToLong(BatchReport.WorkerReport::failed)
                .sum();
        return new BatchTotals(
                running + open,
                waiting + away,
                this.succeeded + succeeded,
                this.failed + failed,
                retried + report.retried());
    }
}
