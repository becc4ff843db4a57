package dev.sluice.batch;

import java.util.OptionalLong;
import java.util.function.Consumer;

/** Writes the events of a run as lines of a log. Thread-safe if the receiver of the lines is. */
public final class BatchLines implements BatchListener {

    private final Consumer<String> lines;

    /** Creates a listener that sends its lines to the receiver. */
    public BatchLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void started(OptionalLong jobs, int workers) {
        lines.accept("Running " + (jobs.isPresent() ? jobs.getAsLong() + " " : "") + "jobs across "
                + (workers == 0 ? "the workers of all instances" : workers + " workers"));
    }

    @Override
    public void connecting(int worker, String place) {
        lines.accept("Worker " + worker + ": Connecting to " + place);
    }

    @Override
    public void unreachable(int worker, String reason) {
        lines.accept("Worker " + worker + ": Unable to connect to database (" + reason + ")");
    }

    @Override
    public void waiting(int worker, String reason) {
        lines.accept("Worker " + worker + ": Waiting for the server (" + reason + ")");
    }

    @Override
    public void progress(int percent) {
        lines.accept("Processing " + percent + "% complete");
    }

    @Override
    public void failed(JobFailure failure) {
        String where = failure.worker() < 0 ? "" : " on worker " + failure.worker();
        lines.accept("Job " + failure.job() + " failed" + where + " (" + failure.reason() + ")");
    }

    @Override
    public void closing() {
        lines.accept("Closing job queue and terminating workers");
    }

    @Override
    public void ended(BatchReport report) {
        String elapsed = ShortDuration.of(report.elapsedNanos());
        lines.accept(
                switch (report.status()) {
                    case COMPLETED -> "All threads completed successfully in " + elapsed;
                    case COMPLETED_WITH_ERRORS ->
                        "All threads completed, with " + report.failed() + " of " + report.total() + " jobs failed, in "
                                + elapsed;
                    default -> ending(report) + " after " + elapsed;
                });
        if (report.before() > 0) {
            lines.accept(report.before() + " of them were done before");
        }
        lines.accept("Average speed of " + ShortDuration.of(report.averageNanos()) + " per job");
    }

    private static String ending(BatchReport report) {
        String end = switch (report.status()) {
            case CANCELLED -> "Cancelled";
            case DATABASE_LOST -> "Gave up on the database";
            default -> "Stopped";
        };
        return end + (report.problem() == null ? "" : " (" + report.problem() + ")") + ", with " + report.notRun()
                + " of " + report.total() + " jobs not run,";
    }
}
