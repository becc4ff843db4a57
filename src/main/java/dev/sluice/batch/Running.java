package dev.sluice.batch;

import java.util.OptionalInt;

/** A batch that is run once, wherever it is worked on. Thread-safe. */
public interface Running {

    /**
     * Runs it to its end.
     *
     * @throws IllegalStateException if it was run before
     */
    BatchReport run();

    /** No new job begins until {@link #resume}; those under way go on. Does nothing once it has ended. */
    void pause();

    /** Jobs begin again. */
    void resume();

    /** Calls it off: no further job begins, and {@link #run} returns soon. */
    void cancel();

    /** Has {@link #run} return soon as this process ends. What others can go on with is not called off by that. */
    default void leave() {
        cancel();
    }

    /** Returns the current status of the run. */
    BatchStatus status();

    /**
     * Up to how many chunks are done at a time now so that the others of the pool are not in want; empty if there is no such
     * number, or it is not known here.
     */
    default OptionalInt mostAtATime() {
        return OptionalInt.empty();
    }

    /** Returns the report so far; after the end, the report that {@link BatchRun#run} returned. */
    BatchReport report();
}
