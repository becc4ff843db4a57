package dev.sluice.batch.control;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A batch that was ordered. Thread-safe. */
public final class Batch {

    private final String id;
    private final BatchOrder order;
    private final Running run;
    private final @Nullable FailedRows failedRows;
    private final Instant orderedAt;

    Batch(String id, BatchOrder order, Running run, @Nullable FailedRows failedRows, Instant orderedAt) {
        this.id = id;
        this.order = order;
        this.run = run;
        this.failedRows = failedRows;
        this.orderedAt = orderedAt;
    }

    /** Returns the id of the batch in this process. */
    public String id() {
        return id;
    }

    /** Returns the order of the batch. */
    public BatchOrder order() {
        return order;
    }

    /** Returns the time of the order. */
    public Instant orderedAt() {
        return orderedAt;
    }

    /** Runs the batch to its end; may be called once. */
    public BatchReport run() {
        return run.run();
    }

    /** Returns the current status. */
    public BatchStatus status() {
        return run.status();
    }

    /** Returns the maximum number of chunks at a time, see {@link Running#mostAtATime}. */
    public OptionalInt mostAtATime() {
        return run.mostAtATime();
    }

    /** Returns the report so far. */
    public BatchReport report() {
        return run.report();
    }

    /** Pauses the batch; no job begins until it is resumed. */
    public void pause() {
        run.pause();
    }

    /** Resumes the batch. */
    public void goOn() {
        run.resume();
    }

    /** Cancels the batch, see {@link Running#cancel}. */
    public void cancel() {
        run.cancel();
    }

    /** Returns the reason why failed rows could not be written, or null. */
    @Nullable
    String problemOfFailedRows() {
        return failedRows == null ? null : failedRows.problem();
    }

    /** Leaves the batch to other processes, see {@link Running#leave}. */
    public void leave() {
        run.leave();
    }

    /** Returns the file of the failed rows so far; empty if there are none. */
    public Optional<Path> failures() {
        if (failedRows == null) {
            return Optional.empty();
        }
        failedRows.flush();
        return Optional.of(failedRows.file()).filter(Files::exists);
    }
}
