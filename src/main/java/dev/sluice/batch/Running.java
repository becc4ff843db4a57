package dev.sluice.batch;

import java.util.OptionalInt;

/** A batch that runs once, in this process or in several. Thread-safe. */
public interface Running {

    /**
     * Runs the batch to its end.
     *
     * @throws IllegalStateException if it was run before
     */
    BatchReport run();

    /**
     * Pauses the run: no new job begins until {@link #resume}, and jobs under way continue. Does nothing after the
     * end.
     */
    void pause();

    /** Ends a pause; jobs begin again. */
    void resume();

    /** Cancels the run: no further job begins, and {@link #run} returns soon. */
    void cancel();

    /**
     * Makes {@link #run} return soon, because this process ends. Work that other processes can continue is not
     * cancelled.
     */
    default void leave() {
        cancel();
    }

    /** Returns the current status of the run. */
    BatchStatus status();

    /**
     * Returns the current maximum of chunks at the same time, in favour of the other callers of the pool. Returns empty
     * if there is no maximum, or if this process does not know it.
     */
    default OptionalInt mostAtATime() {
        return OptionalInt.empty();
    }

    /** Returns the report so far; after the end, the report that {@link BatchRun#run} returned. */
    BatchReport report();
}
