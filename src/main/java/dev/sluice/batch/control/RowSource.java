package dev.sluice.batch.control;

import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import java.io.InputStream;
import java.nio.file.Path;

/** The origin of rows. */
public sealed interface RowSource {

    /**
     * A file, which is read once to count and check its rows, and once more to use them.
     *
     * @param path of the file
     * @param syntax the spelling of the rows
     */
    record File(Path path, RowSyntax syntax) implements RowSource {

        /** Names a file in the usual spelling of a format. */
        public File(Path path, RowFormat format) {
            this(path, RowSyntax.of(format));
        }
    }

    /**
     * A stream, which is read once, as its rows are used; so their number is not known before.
     *
     * @param in is closed at the end
     * @param syntax the spelling of the rows
     */
    record Stream(InputStream in, RowSyntax syntax) implements RowSource {

        /** Names a stream in the usual spelling of a format. */
        public Stream(InputStream in, RowFormat format) {
            this(in, RowSyntax.of(format));
        }
    }

    /**
     * The answer to a query, which has a connection of its pool until it is read to the end.
     *
     * @param pool that is asked
     * @param query what
     */
    record Query(String pool, String query) implements RowSource {}

    /**
     * Rows that have a number from zero on, and nothing else.
     *
     * @param jobs how many
     */
    record Numbers(long jobs) implements RowSource {}

    /**
     * Rows that have failed, as {@link FailedRows} has written them; they keep their numbers.
     *
     * @param path of the file
     */
    record Failed(Path path) implements RowSource {}
}
