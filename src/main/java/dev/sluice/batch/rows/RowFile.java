package dev.sluice.batch.rows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows that was read once from beginning to end, to count them, and can be read again. Immutable; later
 * changes of the file are not detected.
 */
public final class RowFile {

    private final Path file;
    private final @Nullable String name;
    private final RowSyntax syntax;
    private final List<String> columns;
    private final long rows;

    private RowFile(Path file, @Nullable String name, RowSyntax syntax, List<String> columns, long rows) {
        this.file = file;
        this.name = name;
        this.syntax = syntax;
        this.columns = columns;
        this.rows = rows;
    }

    /** Reads a file in the usual spelling once; see {@link #scan(Path, String, RowSyntax, boolean)}. */
    public static RowFile scan(Path file, RowFormat format, boolean strict) throws BadInput {
        return scan(file, file.toString(), RowSyntax.of(format), strict);
    }

    /**
     * Reads a file once. Needs as much memory as the longest row.
     *
     * @param name the name of the file in messages; null if the sender of the rows does not know the file
     * @param strict whether a row with a problem refuses the file; otherwise such rows are counted like the others
     * @throws BadInput if the file cannot be read to its end, has no rows, or is refused
     */
    public static RowFile scan(Path file, @Nullable String name, RowSyntax syntax, boolean strict) throws BadInput {
        RowFile unread = new RowFile(file, name, syntax, List.of(), 0);
        try (RowReader reader = unread.open()) {
            long rows = 0;
            for (Row row = reader.next(); row != null; row = reader.next()) {
                String problem = row.problem();
                if (strict && problem != null) {
                    throw new BadInput(row.at(problem));
                }
                rows = row.number();
            }
            if (rows == 0) {
                throw unread.bad("has no rows");
            }
            return new RowFile(file, name, syntax, reader.columns(), rows);
        } catch (BadInput | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw unread.bad("cannot be read");
        }
    }

    /** Returns the number of rows, invalid rows included. */
    public long rows() {
        return rows;
    }

    /** Returns the columns that all rows have; empty if they differ between rows. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Checks that the file has the columns. If columns differ between rows, nothing is checked here; the error appears
     * when a row is used.
     *
     * @throws BadInput for the first missing column
     */
    public void requires(List<String> names) throws BadInput {
        for (String name : names) {
            if (!columns.isEmpty() && Row.indexOf(columns, name) < 0) {
                throw new BadInput("column '" + name + "' is missing; the file has: " + String.join(", ", columns));
            }
        }
    }

    /**
     * Opens the file at its first row.
     *
     * @throws BadInput if the file cannot be read
     */
    public RowReader open() throws BadInput {
        try {
            if (Files.isDirectory(file)) {
                throw bad("is a directory");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe can be read only once
                throw bad("is not a regular file");
            }
            return openFile();
        } catch (NoSuchFileException e) {
            throw bad("there is no such file");
        } catch (AccessDeniedException e) {
            throw bad("may not be read");
        } catch (IOException e) {
            throw bad("cannot be read");
        }
    }

    private RowReader openFile() throws BadInput, IOException {
        try {
            return RowReaders.open(Files.newInputStream(file), syntax);
        } catch (BadInput e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private BadInput bad(String why) {
        return new BadInput(name == null ? why : name + ": " + why);
    }
}
