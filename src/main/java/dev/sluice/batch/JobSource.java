package dev.sluice.batch;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The source of the jobs, in order. One thread at a time reads it, a little ahead of the workers, and the run closes
 * it once.
 *
 * @param <T> what a job is
 */
public interface JobSource<T> extends AutoCloseable {

    /** Returns the number of jobs, if it is known before they are read. */
    OptionalLong total();

    /** The next jobs, or null after the last. What it throws ends the run. */
    @Nullable
    Chunk<T> next() throws Exception;

    /** Closes the source, also before the last job was read. */
    @Override
    default void close() {}
}
