package dev.sluice.batch;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The source of the jobs, in order. One thread at a time reads it, a little ahead of the workers, and the run closes it
 * once.
 *
 * @param <T> the type of a job
 */
public interface JobSource<T> extends AutoCloseable {

    /** Returns the number of jobs, if known before they are read. */
    OptionalLong total();

    /** Returns the next jobs, or null after the last. An exception ends the run. */
    @Nullable
    Chunk<T> next() throws Exception;

    /** Closes the source, even before the last job was read. */
    @Override
    default void close() {}
}
