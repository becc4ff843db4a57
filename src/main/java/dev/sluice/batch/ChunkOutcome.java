package dev.sluice.batch;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of a chunk, sent by a worker to the collector.
 *
 * @param worker number of the worker
 * @param done number of jobs that succeeded
 * @param failures the jobs that failed
 * @param nanos duration of the chunk, including waits for the database; negative if an earlier run did the chunk
 */
record ChunkOutcome(int worker, int done, List<JobFailure> failures, long nanos) {

    private static final long BEFORE = -1;

    /** The last message of a worker. */
    static final ChunkOutcome GONE = new ChunkOutcome(-1, 0, List.of(), 0);

    /** Returns the outcome of a chunk that an earlier run has done. */
    static ChunkOutcome before(int worker, Chunk<?> chunk, List<JobFailure> failures) {
        return of(worker, chunk, failures, BEFORE);
    }

    boolean isBefore() {
        return nanos == BEFORE;
    }

    boolean isGone() {
        return worker < 0;
    }

    static ChunkOutcome of(int worker, Chunk<?> chunk, List<JobFailure> failures, long nanos) {
        return new ChunkOutcome(worker, chunk.size() - failures.size(), List.copyOf(failures), nanos);
    }

    /** Returns a failure for each job of the chunk. */
    static List<JobFailure> all(Chunk<?> chunk, int worker, String reason) {
        return IntStream.range(0, chunk.size())
                .mapToObj(i -> new JobFailure(
                        chunk.firstJob() + i, worker, reason, chunk.items().get(i)))
                .toList();
    }
}
