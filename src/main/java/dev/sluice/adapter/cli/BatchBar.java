package dev.sluice.adapter.cli;

import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.control.BatchView;
import java.util.Locale;

/** Draws the state of a batch in a line that is replaced at each update. */
final class BatchBar {

    private static final int WIDTH = 30;
    private static final int ALL = 100;

    private BatchBar() {}

    static String of(BatchView view) {
        long done = view.succeeded() + view.failed();
        String failed = view.failed() == 0 ? "" : ", " + view.failed() + " failed";
        String retried = view.retried() == 0 ? "" : ", " + view.retried() + " retried";
        if (!view.totalKnown()) {
            return done + " done" + failed + retried + "  " + pace(view);
        }
        int percent = view.total() == 0 ? ALL : (int) (ALL * done / view.total());
        int filled = WIDTH * percent / ALL;
        String bar = "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
        return String.format(
                Locale.ROOT,
                "%s %3d%%  %d of %d%s  %s",
                bar,
                percent,
                done,
                view.total(),
                failed + retried,
                pace(view));
    }

    private static String pace(BatchView view) {
        if (view.status() != BatchStatus.RUNNING) {
            return view.status().name().toLowerCase(Locale.ROOT);
        }
        Long left = view.secondsLeft();
        Integer most = view.mostAtATime();
        return view.jobsPerSecond() + "/s"
                + (most == null || most == view.workers() ? "" : ", " + most + " of " + view.workers() + " workers")
                + (left == null ? "" : ", " + SpanFormat.of(left) + " left");
    }
}
