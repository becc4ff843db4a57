package dev.sluice.batch.rows;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rows as jobs. The number of a job is the number of its row, from 1. The same rows and the same size make the same
 * chunks.
 */
public final class RowJobs implements JobSource<Row> {

    private final RowReader reader;
    private final int chunkSize;
    private final OptionalLong total;
    private final boolean closing;
    private long chunks;

    /**
     * Creates the jobs of a reader, which is closed with this source.
     *
     * @param total the number of rows, if known
     * @throws IllegalArgumentException for a chunk size below one
     */
    public RowJobs(RowReader reader, int chunkSize, OptionalLong total) {
        this(reader, chunkSize, total, true);
    }

    private RowJobs(RowReader reader, int chunkSize, OptionalLong total, boolean closing) {
        if (chunkSize < 1) {
            throw BadValue.of("chunkSize", "must be at least 1", chunkSize);
        }
        this.reader = reader;
        this.chunkSize = chunkSize;
        this.total = total;
        this.closing = closing;
    }

    /** Creates the jobs of a reader that the caller closes. */
    public static RowJobs leavingOpen(RowReader reader, int chunkSize, OptionalLong total) {
        return new RowJobs(reader, chunkSize, total, false);
    }

    @Override
    public OptionalLong total() {
        return total;
    }

    @Override
    public @Nullable Chunk<Row> next() throws Exception {
        List<Row> rows = new ArrayList<>();
        while (rows.size() < chunkSize) {
            Row row = reader.next();
            if (row == null) {
                break;
            }
            rows.add(row);
        }
        return rows.isEmpty() ? null : new Chunk<>(chunks++, rows.get(0).number(), rows);
    }

    @Override
    public void close() {
        if (closing) {
            reader.close();
        }
    }
}
