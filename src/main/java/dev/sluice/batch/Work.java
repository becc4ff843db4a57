package dev.sluice.batch;

import java.util.OptionalInt;

/**
 * The work on a job, and the connection that the work needs. Thread-safe; its sessions need not be.
 *
 * @param <T> the type of a job
 */
public interface Work<T> {

    /** Returns the target of the connections, for log lines, without secrets. */
    String place();

    /** Returns the current maximum of chunks at the same time, in favour of other callers; empty without a maximum. */
    default OptionalInt mostAtATime() {
        return OptionalInt.empty();
    }

    /**
     * Returns whether a chunk may be done in parts, each of which takes effect by itself. Chunks that conflict with
     * others are done in parts, because a smaller chunk conflicts with fewer.
     */
    default boolean isDivisible() {
        return false;
    }

    /**
     * Connects one worker.
     *
     * @throws Unreachable if no connection can be made now; the worker tries again later
     * @throws Exception if a later try would fail, too; the run ends
     */
    Session<T> open(int worker) throws Exception;

    /**
     * The connection of one worker. Used by one thread at a time.
     *
     * @param <T> the type of a job
     */
    interface Session<T> extends AutoCloseable {

        /**
         * Does the jobs of a chunk. A result other than {@link ChunkResult.Done} means that nothing of the chunk took
         * effect; after {@link RetryReason#LOST} the effect is not known.
         *
         * @throws Exception if nothing of the chunk took effect, and all of its jobs have failed
         */
        ChunkResult run(Chunk<T> chunk) throws Exception;

        /**
         * Does the jobs of a chunk that conflicted with others too often. Jobs that conflict when they are done one by
         * one have failed. A further {@link RetryReason#CONFLICT} means that the conflicting jobs are not known.
         */
        default ChunkResult runLast(Chunk<T> chunk) throws Exception {
            return run(chunk);
        }

        /**
         * Ends the wait of a chunk for a connection, because no further chunk is needed; a chunk that was begun
         * continues. Called by another thread; never blocks.
         */
        default void callOff() {}

        /** Ends the chunk under way soon, with any exception or result. Called by another thread; never blocks. */
        default void abort() {}

        /** Releases the connection, if there is one. */
        @Override
        void close();
    }
}
