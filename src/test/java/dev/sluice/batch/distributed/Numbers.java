package dev.sluice.batch.distributed;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.batch.rows.Row;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Rows with their number in a column. */
final class Numbers implements JobSource<Row> {

    static final List<String> COLUMNS = List.of("id");

    private final NumberedJobs numbers;
    private final long shift;
    private final LongConsumer before;

    private Numbers(long jobs, int chunkSize, long shift, LongConsumer before) {
        numbers = new NumberedJobs(jobs, chunkSize);
        this.shift = shift;
        this.before = before;
    }

    static Numbers of(long jobs, int chunkSize) {
        return new Numbers(jobs, chunkSize, 0, chunk -> {});
    }

    /** The same, that calls this before it gives the chunk of that number. */
    static Numbers of(long jobs, int chunkSize, LongConsumer before) {
        return new Numbers(jobs, chunkSize, 0, before);
    }

    /** As many other ones. */
    static Numbers shifted(long jobs, int chunkSize) {
        return new Numbers(jobs, chunkSize, 1, chunk -> {});
    }

    @Override
    public OptionalLong total() {
        return numbers.total();
    }

    @Override
    public @Nullable Chunk<Row> next() {
        Chunk<Long> chunk = numbers.next();
        if (chunk == null) {
            return null;
        }
        before.accept(chunk.number());
        return new Chunk<>(
                chunk.number(),
                chunk.firstJob(),
                chunk.items().stream()
                        .map(n -> Row.of(n, COLUMNS, List.of(n + shift)))
                        .toList());
    }
}
