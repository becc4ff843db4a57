package dev.sluice.batch.control;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowReader;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A file of failed rows as the source of a batch: the rows one by one, with the numbers that they had. */
final class FailedRowSource implements JobSource<Row> {

    private final RowFile file;
    private final RowReader reader;
    private long chunks;

    private FailedRowSource(RowFile file) throws BadInput {
        this.file = file;
        this.reader = file.open();
    }

    /**
     * Opens a file.
     *
     * @throws BadInput if the file cannot be read, or has a line that is no JSON object
     */
    static JobSource<Row> of(Path file) throws BadInput {
        return new FailedRowSource(RowFile.scan(file, RowFormat.NDJSON, true));
    }

    @Override
    public OptionalLong total() {
        return OptionalLong.of(file.rows());
    }

    @Override
    public @Nullable Chunk<Row> next() throws Exception {
        Row row = reader.next();
        if (row == null) {
            return null;
        }
        Row before = FailedRowFormat.original(row);
        return new Chunk<>(chunks++, before.number(), List.of(before));
    }

    @Override
    public void close() {
        reader.close();
    }
}
