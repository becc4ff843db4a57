package dev.sluice.batch.control;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;

/**
 * The totals of all batches of a process, including batches that are no longer kept. Jobs of earlier runs are not
 * counted.
 *
 * @param running number of batches that have not ended
 * @param waiting number of these that wait for their database
 * @param succeeded number of jobs that succeeded
 * @param failed number of jobs that failed
 * @param retried number of jobs that were begun again
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
