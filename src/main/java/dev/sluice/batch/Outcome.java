package dev.sluice.batch;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of a chunk, sent by a worker to the collector.
 *
 * @param worker its number
 * @param done number of jobs that succeeded
 * @param failures the jobs that failed
 * @param nanos duration of the chunk, waits for the database included; negative if an earlier run did the chunk
 */
record Outcome(int worker, int done, List<JobFailure> failures, long nanos) {

    private static final long BEFORE = -1;

    /** The last that is heard of a worker. */
    static final Outcome GONE = new Outcome(-1, 0, List.of(), 0);

    /** An earlier run did it. */
    static Outcome before(int worker, Chunk<?> chunk, List<JobFailure> failures) {
        return of(worker, chunk, failures, BEFORE);
    }

    boolean isBefore() {
        return nanos == BEFORE;
    }

    boolean isGone() {
        return worker < 0;
    }

    static Outcome of(int worker, Chunk<?> chunk, List<JobFailure> failures, long nanos) {
        return new Outcome(worker, chunk.size() - failures.size(), List.copyOf(failures), nanos);
    }

    /** All of its jobs have failed. */
    static List<JobFailure> all(Chunk<?> chunk, int worker, String reason) {
        return IntStream.range(0, chunk.size())
                .mapToObj(i -> new JobFailure(
                        chunk.firstJob() + i, worker, reason, chunk.items().get(i)))
                .toList();
    }
}
