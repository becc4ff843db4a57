package dev.sluice.adapter.logging;

import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Logs a batch under the category {@code dev.sluice.batch.<id>}. Logs only the first failures, because there may be
 * millions.
 */
public final class BatchLog implements BatchListener {

    static final int MOST_FAILURES = 100;

    private final Logger log;
    private final BatchLines lines;
    private final BatchLines warnings;
    private int failures; // used by one thread only

    /** Creates the log of the batch of this name. */
    public BatchLog(String id) {
        log = Logger.getLogger("dev.sluice.batch." + id);
        lines = new BatchLines(log::info);
        warnings = new BatchLines(log::warn);
    }

    @Override
    public void started(OptionalLong jobs, int workers) {
        lines.started(jobs, workers);
    }

    @Override
    public void connecting(int worker, String place) {
        lines.connecting(worker, place);
    }

    @Override
    public void unreachable(int worker, String reason) {
        warnings.unreachable(worker, reason);
    }

    @Override
    public void waiting(int worker, String reason) {
        warnings.waiting(worker, reason);
    }

    @Override
    public void progress(int percent) {
        lines.progress(percent);
    }

    @Override
    public void failed(JobFailure failure) {
        failures++;
        if (failures <= MOST_FAILURES) {
            warnings.failed(failure);
        }
        if (failures == MOST_FAILURES) {
            log.warnf("Further failed jobs are counted, but not logged (%d are logged at most)", MOST_FAILURES);
        }
    }

    @Override
    public void closing() {
        lines.closing();
    }

    @Override
    public void ended(BatchReport report) {
        lines.ended(report);
    }
}
