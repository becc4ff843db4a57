package dev.sluice.batch;

import dev.sluice.value.BadValue;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A source whose jobs are the numbers from zero on. */
public final class NumberedJobs implements JobSource<Long> {

    private final long jobs;
    private final int chunkSize;
    private long next;
    private long chunks;

    /**
     * Creates a source of chunks of one job.
     *
     * @throws IllegalArgumentException for a negative number
     */
    public NumberedJobs(long jobs) {
        this(jobs, 1);
    }

    /**
     * Creates a source of chunks of a given size.
     *
     * @throws IllegalArgumentException for a negative number of jobs, or a chunk size below one
     */
    public NumberedJobs(long jobs, int chunkSize) {
        if (jobs < 0) {
            throw BadValue.of("jobs", "must not be negative", jobs);
        }
        if (chunkSize < 1) {
            throw BadValue.of("chunkSize", "must be at least 1", chunkSize);
        }
        this.jobs = jobs;
        this.chunkSize = chunkSize;
    }

    @Override
    public OptionalLong total() {
        return OptionalLong.of(jobs);
    }

    @Override
    public @Nullable Chunk<Long> next() {
        if (next == jobs) {
            return null;
        }
        long first = next;
        next = Math.min(jobs, first + chunkSize);
        List<Long> items = LongStream.range(first, next).boxed().toList();
        return new Chunk<>(chunks++, first, items);
    }
}
