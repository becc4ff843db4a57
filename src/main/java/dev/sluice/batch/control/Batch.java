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

    /** When. */
    public Instant orderedAt() {
        return orderedAt;
    }

    /** Runs it to its end. Once. */
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

    /** No job begins until it goes on. */
    public void pause() {
        run.pause();
    }

    /** Jobs begin again. */
    public void goOn() {
        run.resume();
    }

    /** Calls it off, see {@link Running#cancel}. */
    public void cancel() {
        run.cancel();
    }

    /** Why what has failed could not be written down, or null. */
    @Nullable
    String trouble() {
        return failedRows == null ? null : failedRows.trouble();
    }

    /** Ends it here, see {@link Running#leave}. */
    public void leave() {
        run.leave();
    }

    /** The file with what has failed until now; empty if nothing has. */
    public Optional<Path> failures() {
        if (failedRows == null) {
            return Optional.empty();
        }
        failedRows.flush();
        return Optional.of(failedRows.file()).filter(Files::exists);
    }
}
