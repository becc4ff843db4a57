package dev.sluice.batch.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows, in order, a few at a time. Not thread-safe. */
public interface RowReader extends AutoCloseable {

    /** Returns the columns that all rows have; empty if they differ between rows. */
    List<String> columns();

    /**
     * Returns the next row, or null after the last. An unreadable row is a row with a problem, and the next one can be
     * read.
     *
     * @throws BadInput if no further row can be read
     * @throws Exception of the underlying input
     */
    @Nullable
    Row next() throws Exception;

    /** Closes the underlying input, even before the end. */
    @Override
    void close();
}
