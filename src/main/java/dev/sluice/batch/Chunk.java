package dev.sluice.batch;

import java.util.List;

/**
 * A group of jobs that are done together, in one transaction where the work has transactions.
 *
 * @param number number of the chunk in its source, from zero
 * @param firstJob number of its first job; the others follow
 * @param items the jobs, at least one
 * @param <T> the type of a job
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
