package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import java.sql.Connection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The work on the jobs of a chunk. Thread-safe.
 *
 * @param <T> the type of a job
 */
@FunctionalInterface
public interface ChunkHandler<T> {

    /**
     * Prepares the work before the first chunk, over a connection that has autocommit on. Called again if the
     * connection was lost. Any other exception ends the run.
     */
    default void prepare(Connection connection) throws Exception {}

    /**
     * Returns the jobs of a chunk that no database can do, by their index, with the reasons. Called after the chunk has
     * failed, because these jobs need no try. If there are such jobs, {@link #handle} receives the others as chunks
     * whose jobs need not be consecutive.
     */
    default SortedMap<Integer, Exception> unfit(Chunk<T> chunk) {
        return new TreeMap<>();
    }

    /**
     * Does the jobs over the connection, which has autocommit off; neither commits nor closes the connection. After a
     * failure the method is called again, in another transaction, for fewer jobs, down to a single one.
     */
    void handle(Connection connection, Chunk<T> chunk) throws Exception;
}
