package dev.sluice.batch.control;

import dev.sluice.batch.rows.RowFormat;
import java.io.InputStream;
import java.nio.file.Path;

/** Where rows come from. */
public sealed interface RowsFrom {

    /**
     * A file, which is read once to count and check its rows, and once more to use them.
     *
     * @param path of the file
     * @param format how it is written
     */
    record File(Path path, RowFormat format) implements RowsFrom {}

    /**
     * A stream, which is read once, as its rows are used; so their number is not known before.
     *
     * @param in is closed at the end
     * @param format how it is written
     */
    record Stream(InputStream in, RowFormat format) implements RowsFrom {}

    /**
     * The answer to a query, which has a connection of its pool until it is read to the end.
     *
     * @param pool that is asked
     * @param query what
     */
    record Query(String pool, String query) implements RowsFrom {}

    /**
     * Rows that have a number from zero on, and nothing else.
     *
     * @param jobs how many
     */
    record Numbers(long jobs) implements RowsFrom {}

    /**
     * Rows that have failed, as {@link FailedRows} has written them; they keep their numbers.
     *
     * @param path of the file
     */
    record Failed(Path path) implements RowsFrom {}
}
