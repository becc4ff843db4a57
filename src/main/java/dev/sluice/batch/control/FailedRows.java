package dev.sluice.batch.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowReader;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what has failed as lines of JSON: the number and the problem, then the row as it was. So the file can be
 * repaired and given to a batch as it is. There is no file if nothing has failed. Heard by one thread at a time.
 */
public final class FailedRows implements BatchListener {

    /** The column with the number of the job. */
    public static final String NUMBER = "sluice_row";

    /** The column that says why it has failed. */
    public static final String PROBLEM = "sluice_problem";

    /** The column with the text of a row that could not be read. */
    public static final String TEXT = "sluice_text";

    private static final Set<String> OURS = Set.of(NUMBER, PROBLEM, TEXT);
    /** The file that the standard input was redirected from, on systems that have this name. */
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final boolean replaces;
    private @Nullable WholeLines out; // Guarded by this
    private @Nullable String trouble; // Guarded by this

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
        if (trouble != null) {
            return;
        }
        try {
            if (out == null) {
                out = new WholeLines(open());
            }
            out.add(line(failure));
        } catch (IOException e) {
            trouble = "the failed rows cannot be written to " + file + ": " + e.getMessage();
        }
    }

    private static String line(JobFailure failure) throws IOException {
        try (StringWriter text = new StringWriter();
                JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField(NUMBER, failure.job());
            json.writeStringField(PROBLEM, failure.reason());
            if (failure.item() instanceof Row row) {
                write(json, row);
            }
            json.writeEndObject();
            json.flush();
            return text.toString();
        }
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        if (row.problem() == null) {
            for (int i = 0; i < row.values().size(); i++) {
                String column = row.columns().get(i);
                if (!column.equals(NUMBER) && !column.equals(PROBLEM)) {
                    json.writeObjectField(column, plain(row.values().get(i)));
                }
            }
        } else if (row.text() != null) {
            json.writeStringField(TEXT, row.text());
        }
    }

    /** Returns the value as JSON can express it; other values become text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    @Override
    public void ended(BatchReport report) {
        close();
    }

    /** Whatever was written can be read from now on. */
    synchronized void flush() {
        try {
            if (out != null) {
                out.flush();
            }
        } catch (IOException e) {
            trouble = "the failed rows cannot be written to " + file + ": " + e.getMessage();
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
            trouble = "the failed rows cannot be written to " + file + ": " + e.getMessage();
        }
    }

    /** Returns the reason why rows could not be written, or null. */
    public synchronized @Nullable String trouble() {
        return trouble;
    }

    /** Returns the path of the file, which exists once a row has failed. */
    public Path file() {
        return file;
    }

    /** They as jobs again, one by one, with the numbers they had. */
    static JobSource<Row> jobs(Path file) throws BadInput {
        RowFile known = RowFile.scan(file, RowFormat.NDJSON, true);
        RowReader reader = known.open();
        return new JobSource<>() {

            private long chunks;

            @Override
            public OptionalLong total() {
                return OptionalLong.of(known.rows());
            }

            @Override
            public @Nullable Chunk<Row> next() throws Exception {
                Row row = reader.next();
                if (row == null) {
                    return null;
                }
                Row before = original(row);
                return new Chunk<>(chunks++, before.number(), List.of(before));
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /**
     * Returns the row without Sluice's own columns, at any position: a tool that repaired the file may have moved them.
     */
    private static Row original(Row row) throws BadInput {
        if (!row.has(NUMBER) || !(row.value(NUMBER) instanceof Long number)) {
            throw new BadInput(row.at("column '" + NUMBER + "': is not a whole number"));
        }
        if (row.columns().contains(TEXT)) {
            return Row.unreadable(
                    number, List.of(), String.valueOf(row.value(PROBLEM)), String.valueOf(row.value(TEXT)));
        }
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            if (!OURS.contains(row.columns().get(i))) {
                columns.add(row.columns().get(i));
                values.add(row.values().get(i));
            }
        }
        return Row.of(number, columns, values);
    }
}
