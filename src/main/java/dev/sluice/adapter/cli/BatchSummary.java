package dev.sluice.adapter.cli;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchReport.WorkerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prints the result of a batch in numbers, below the result in words. */
final class BatchSummary {

    private BatchSummary() {}

    static List<String> of(BatchReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Total " + report.total() + ", succeeded " + report.succeeded() + ", failed " + report.failed()
                + ", retried " + report.retried() + ", not run " + report.notRun());
        if (report.lastRetry() != null) {
            lines.add("Last retry: " + report.lastRetry());
        }
        lines.add("Each transaction took p50 " + span(report.p50Nanos()) + ", p95 " + span(report.p95Nanos()) + ", p99 "
                + span(report.p99Nanos()));
        for (WorkerReport worker : report.workers()) {
            lines.add("Worker " + worker.worker() + ": " + worker.succeeded() + " succeeded, " + worker.failed()
                    + " failed, connected " + worker.connects() + (worker.connects() == 1 ? " time" : " times"));
        }
        return lines;
    }

    private static String span(long nanos) {
        return SpanFormat.of(nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
