package dev.sluice.batch;

import java.util.List;
import java.util.OptionalInt;

/**
 * The work on a job, and the connection that the work needs. Thread-safe; its sessions need not be.
 *
 * @param <T> the type of a job
 */
public interface Work<T> {

    /** Where it connects to, as log lines say it; without secrets. */
    String place();

    /** Up to how many chunks it does at a time now so that others are not in want; empty if it knows no such number. */
    default OptionalInt mostAtATime() {
        return OptionalInt.empty();
    }

    /**
     * Returns whether a chunk may be done in parts, each of which takes effect by itself. Chunks that conflict with
     * others are done in parts, as a smaller chunk conflicts with fewer.
     */
    default boolean isDivisible() {
        return false;
    }

    /**
     * Connects one worker.
     *
     * @throws Unreachable if there is no connection now; it is tried again after a while
     * @throws Exception if trying again would not help; it ends the run
     */
    Session<T> open(int worker) throws Exception;

    /**
     * The connection of one worker. Used by one thread at a time.
     *
     * @param <T> the type of a job
     */
    interface Session<T> extends AutoCloseable {

        /**
         * Does the jobs of a chunk: all, but for those that are returned as failed.
         *
         * @throws Busy if nothing of it was begun, as others have what it needs; it is asked again after a moment
         * @throws ConnectionLost if the session is of no use any more; the chunk is done again over another one, so
         *     whatever of it took effect must not take effect twice
         * @throws TryAgain if nothing of it took effect and it may succeed when it is done again
         * @throws ServerTrouble if nothing of it took effect, for a passing reason of the server's own
         * @throws DoneBefore if an earlier run has done it
         * @throws CannotGoOn if the run shall end, as no other chunk would fare better
         * @throws JobFailed if nothing of it took effect because of one job, and the run shall end with that
         * @throws Exception if nothing of it took effect; all of its jobs have failed
         */
        List<JobFailure> run(Chunk<T> chunk) throws Exception;

        /**
         * Does the jobs of a chunk that conflicted with others too often. Jobs that conflict when they are done one by
         * one have failed.
         *
         * @throws TryAgain if the conflicting jobs are not known
         */
        default List<JobFailure> runLast(Chunk<T> chunk) throws Exception {
            return run(chunk);
        }

        /**
         * No further chunk is wanted: has one that waits for what others have stop waiting; one that was begun goes on.
         * Called by another thread; never blocks.
         */
        default void callOff() {}

        /** Has the chunk under way end soon, with whatever exception. Called by another thread; never blocks. */
        default void abort() {}

        /** Gives back what it has. */
        @Override
        void close();
    }
}
