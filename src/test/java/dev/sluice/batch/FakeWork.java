package dev.sluice.batch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what was done in memory, and fails as a test wants it to. */
class FakeWork implements Work<Long> {

    /** What was done, by job, with how often it took effect. */
    final Map<Long, Integer> done = new ConcurrentHashMap<>();

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();

    /** What happens before a worker has connected. */
    Step onOpen = (worker, count) -> {};

    /** What happens before a job is done, with how many this session has begun, this one included. */
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

        static Ended by(Setback setback, String reason) {
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
