package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.control.BatchView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The progress of a batch")
@Tag("fast")
class BatchProgressTest {

    private static BatchView view(BatchStatus status, long total, long succeeded, long failed) {
        return view(status, total, succeeded, failed, null);
    }

    private static BatchView view(
            BatchStatus status, long total, long succeeded, long failed, @Nullable Integer mostAtATime) {
        return new BatchView(
                "batch-1",
                "sql",
                "default",
                Priority.BACKGROUND,
                2,
                mostAtATime,
                100,
                null,
                Instant.EPOCH,
                status,
                total,
                total > 0 || status.hasEnded(),
                succeeded,
                failed,
                0,
                0,
                null,
                total - succeeded - failed,
                50,
                (total - succeeded - failed) / 50,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                null);
    }

    @Test
    @DisplayName("is a bar with the share done, the rate, and the remaining time")
    void bar() {
        assertThat(BatchBar.of(view(BatchStatus.RUNNING, 1000, 499, 1)))
                .isEqualTo("[###############               ]  50%  500 of 1000, 1 failed  50/s, 10s left");
        assertThat(BatchBar.of(view(BatchStatus.RUNNING, 0, 0, 0)))
                .as("nothing is read of a source whose end is not known")
                .startsWith("0 done  50/s");
        assertThat(BatchBar.of(view(BatchStatus.RUNNING, 1000, 499, 1, 1))).endsWith("50/s, 1 of 2 workers, 10s left");
        assertThat(BatchBar.of(view(BatchStatus.RUNNING, 1000, 499, 1, 2))).endsWith("50/s, 10s left");
        assertThat(BatchBar.of(view(BatchStatus.WAITING, 10, 0, 0)))
                .isEqualTo("[                              ]   0%  0 of 10  waiting");
        assertThat(BatchBar.of(view(BatchStatus.COMPLETED, 0, 0, 0)))
                .startsWith("[##############################] 100%  0 of 0  completed");
    }

    @Test
    @DisplayName("is lines without a terminal; on a terminal the bar replaces them, and other lines are printed")
    void lines() {
        StringWriter plain = new StringWriter();
        StringWriter terminal = new StringWriter();
        for (StringWriter each : List.of(plain, terminal)) {
            try (BatchProgress progress = new BatchProgress(new PrintWriter(each), each == terminal)) {
                progress.connecting(0, "pool 'default'\u001b[2J");
                progress.progress(5);
            }
        }

        assertThat(plain.toString().lines())
                .containsExactly("Worker 0: Connecting to pool 'default'?[2J", "Processing 5% complete");
        assertThat(terminal.toString().lines()).containsExactly("Worker 0: Connecting to pool 'default'?[2J");
    }
}
