package dev.sluice.batch.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows, in order, a few at a time. Not thread-safe. */
public interface RowReader extends AutoCloseable {

    /** The columns that every row has; empty if that differs from row to row. */
    List<String> columns();

    /**
     * The next row, or null after the last. One that cannot be read is a row with a problem, and the next one can be
     * read.
     *
     * @throws BadInput if nothing after this can be read
     * @throws Exception of whatever it reads from
     */
    @Nullable
    Row next() throws Exception;

    /** Closes what it reads from, also before the end. */
    @Override
    void close();
}
