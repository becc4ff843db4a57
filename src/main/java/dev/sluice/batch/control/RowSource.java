package dev.sluice.batch.control;

import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The origin of rows. */
public sealed interface RowSource {

    /**
     * A file, which is read once to count and check its rows, and once more to use them.
     *
     * @param path path of the file
     * @param syntax the spelling of the rows
     * @param name the name of the file in messages; null if the sender of the rows does not know the file
     */
    record File(Path path, RowSyntax syntax, @Nullable String name) implements RowSource {

        /** Names a file by its path. */
        public File(Path path, RowSyntax syntax) {
            this(path, syntax, path.toString());
        }

        /** Names a file in the usual spelling of a format. */
        public File(Path path, RowFormat format) {
            this(path, RowSyntax.of(format));
        }
    }

    /**
     * A stream, which is read once, when its rows are used. Their number is therefore not known before.
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
     * The result of a query, which holds a connection of its pool until it is read to the end.
     *
     * @param pool the pool that runs the query
     * @param query the query
     */
    record Query(String pool, String query) implements RowSource {}

    /**
     * Rows that have only a number, from zero.
     *
     * @param jobs number of rows
     */
    record Numbers(long jobs) implements RowSource {}

    /**
     * Failed rows, as {@link FailedRows} has written them; they keep their numbers.
     *
     * @param path path of the file
     */
    record Failed(Path path) implements RowSource {}
}
