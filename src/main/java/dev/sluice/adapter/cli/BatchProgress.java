package dev.sluice.adapter.cli;

import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchView;
import dev.sluice.time.ThreadTimer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Prints the progress of a batch as lines. On a terminal a bar below them replaces the lines of progress. Thread-safe.
 */
final class BatchProgress implements BatchListener, AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final BatchLines lines;
    private final ThreadTimer timer;
    private boolean hasBar; // Guarded by this
    private boolean closed; // Guarded by this

    BatchProgress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        lines = new BatchLines(this::line);
        timer = new ThreadTimer("sluice-bar", e -> {});
    }

    /** Shows the progress of the batch on a terminal. */
    void watch(Batch batch) {
        if (isTerminal) {
            timer.every(BETWEEN_LOOKS, () -> bar(BatchBar.of(BatchView.of(batch))));
        }
    }

    /** Prints the name of the batch, for a later order of the same batch. */
    void named(String id) {
        line("Batch '" + id + "' of all instances");
    }

    private synchronized void line(String line) {
        erase();
        out.println(PlainText.text(line));
        out.flush();
    }

    private synchronized void bar(String text) {
        if (!closed) {
            erase();
            out.print(text);
            out.flush();
            hasBar = true;
        }
    }

    private synchronized void erase() {
        if (hasBar) {
            out.print(ERASE);
            hasBar = false;
        }
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
        lines.unreachable(worker, reason);
    }

    @Override
    public void waiting(int worker, String reason) {
        lines.waiting(worker, reason);
    }

    @Override
    public void progress(int percent) {
        if (!isTerminal) {
            lines.progress(percent);
        }
    }

    @Override
    public void failed(JobFailure failure) {
        lines.failed(failure);
    }

    @Override
    public void closing() {
        close();
        lines.closing();
    }

    @Override
    public void ended(BatchReport report) {
        close();
        lines.ended(report);
        BatchSummary.of(report).forEach(this::line);
    }

    @Override
    public synchronized void close() {
        timer.close();
        erase();
        closed = true;
    }
}
