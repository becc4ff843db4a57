package dev.sluice.batch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what was done in memory, and fails as a test wants it to. */
class FakeWork implements Work<Long> {

    /** The completed jobs, with the number of their effects. */
    final Map<Long, Integer> done = new ConcurrentHashMap<>();

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();

    /** The step before a worker has connected. */
    Step onOpen = (worker, count) -> {};

    /** The step before a job, with the number of jobs that this session has begun, this job included. */
    Step onJob = (worker, job) -> {};

    /** … and after it was. */
    Step afterJob = (worker, job) -> {};

    interface Step {
        void take(int worker, long number) throws Exception;
    }

    /** Ends the chunk with a result. */
    static final class Ended extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ChunkResult result;

        Ended(ChunkResult result) {
            this.result = result;
        }

        static Ended by(RetryReason setback, String reason) {
            return new Ended(new ChunkResult.Retry(setback, reason, null));
        }
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public Session<Long> open(int worker) throws Exception {
        onOpen.take(worker, opened.get());
        opened.incrementAndGet();
        return new Session<>() {

            @Override
            public ChunkResult run(Chunk<Long> chunk) throws Exception {
                try {
                    for (long job : chunk.items()) {
                        onJob.take(worker, job);
                        done.merge(job, 1, Integer::sum);
                        afterJob.take(worker, job);
                    }
                    return new ChunkResult.Done(List.of());
                } catch (Ended e) {
                    return e.result;
                }
            }

            @Override
            public void abort() {
                aborted.incrementAndGet();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
