package dev.sluice.batch;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs come from, in order. Read by one thread at a time, a little ahead of the workers, and closed once by the
 * run.
 *
 * @param <T> what a job is
 */
public interface JobSource<T> extends AutoCloseable {

    /** Returns the number of jobs, if it is known before they are read. */
    OptionalLong total();

    /** The next jobs, or null after the last. What it throws ends the run. */
    @Nullable
    Chunk<T> next() throws Exception;

    /** Ends the reading, also before the last job. */
    @Override
    default void close() {}
}
