package dev.sluice.batch.control;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the failed jobs of a batch to a file, in the {@link FailedRowFormat}. There is no file if no job has failed.
 * Thread-safe.
 */
public final class FailedRows implements BatchListener {

    /** The file that the standard input was redirected from, on systems that have this name. */
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    private final Path file;
    private final boolean replaces;
    private @Nullable WholeLines out; // Guarded by this
    private @Nullable String problem; // Guarded by this

    /** Writes to the file, which is created with the first failure; an existing file is left alone. */
    public FailedRows(Path file) {
        this(file, false);
    }

    /**
     * Writes to the file, which is created with the first failure.
     *
     * @param replaces whether an existing file is replaced
     */
    public FailedRows(Path file, boolean replaces) {
        this.file = file;
        this.replaces = replaces;
    }

    /**
     * Requires that the file can be created, and that rows are not read from the same file, under any name.
     *
     * @throws BadOrder if the file fails this check
     */
    void requireApartFrom(Task task) throws BadOrder {
        try {
            if (Files.isDirectory(file)) {
                throw new BadOrder("failed rows cannot be written to " + file + ": it is a directory");
            }
            for (Path input : inputs(task)) {
                if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
                    throw new BadOrder("failed rows cannot be written to " + file + ": the rows are read from it");
                }
            }
        } catch (IOException e) {
            throw new BadOrder("failed rows cannot be written to " + file);
        }
        if (!replaces && Files.isRegularFile(file)) {
            throw new BadOrder(
                    "failed rows are not written to " + file + ": there is such a file; overwrite replaces it");
        }
    }

    private static List<Path> inputs(Task task) {
        RowSource rows = null;
        if (task instanceof Task.Sql sql) {
            rows = sql.rows();
        } else if (task instanceof Task.Handled handled) {
            rows = handled.rows();
        }
        if (rows instanceof RowSource.File from) {
            return List.of(from.path());
        }
        if (rows instanceof RowSource.Failed from) {
            return List.of(from.path());
        }
        return rows instanceof RowSource.Stream ? List.of(STANDARD_INPUT) : List.of();
    }

    private SeekableByteChannel open() throws IOException {
        boolean isNew = !replaces && !(Files.exists(file) && !Files.isRegularFile(file)); // a pipe or a device exists
        return isNew
                ? Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                : Files.newByteChannel(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
    }

    @Override
    public synchronized void failed(JobFailure failure) {
        if (problem != null) {
            return;
        }
        try {
            if (out == null) {
                out = new WholeLines(open());
            }
            out.add(FailedRowFormat.line(failure));
        } catch (IOException e) {
            problem = "the failed rows cannot be written to " + file + ": " + e.getMessage();
        }
    }

    @Override
    public void ended(BatchReport report) {
        close();
    }

    /** Makes the rows written so far readable. */
    synchronized void flush() {
        try {
            if (out != null) {
                out.flush();
            }
        } catch (IOException e) {
            problem = "the failed rows cannot be written to " + file + ": " + e.getMessage();
        }
    }

    private synchronized void close() {
        WholeLines old = out;
        out = null;
        try {
            if (old != null) {
                old.close();
            }
        } catch (IOException e) {
            problem = "the failed rows cannot be written to " + file + ": " + e.getMessage();
        }
    }

    /** Returns the reason why rows could not be written, or null. */
    public synchronized @Nullable String problem() {
        return problem;
    }

    /** Returns the path of the file, which exists once a row has failed. */
    public Path file() {
        return file;
    }
}
