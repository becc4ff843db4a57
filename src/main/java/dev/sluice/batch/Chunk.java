package dev.sluice.batch;

import java.util.List;

/**
 * A group of jobs that are done together, in one transaction where there are transactions.
 *
 * @param number counts the chunks of a source from zero
 * @param firstJob the number of the first job in it; the others follow
 * @param items what the jobs are, at least one
 * @param <T> what a job is
 */
public record Chunk<T>(long number, long firstJob, List<T> items) {

    /** Copies the list. */
    public Chunk {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a chunk has at least one job");
        }
    }

    /** Returns the number of jobs in the chunk. */
    public int size() {
        return items.size();
    }
}
