package dev.sluice.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Does chunk after chunk over its connection, and reports the result of each once. A chunk whose connection is lost
 * stays with its worker until the worker has a new connection. Chunks are therefore never put back, and no chunk is
 * overtaken without limit.
 *
 * @param <T> the type of a job
 */
final class Worker<T> implements Runnable {

    private final int number;
    private final RunState<T> state;
    private final BlockingQueue<ChunkOutcome> outcomes;
    private final WorkerConnection<T> connection;
    private int failedConnects;

    Worker(int number, RunState<T> state, BlockingQueue<ChunkOutcome> outcomes) {
        this.number = number;
        this.state = state;
        this.outcomes = outcomes;
        this.connection = new WorkerConnection<>(number, state);
    }

    @Override
    public void run() {
        try {
            connectFirst();
            for (Chunk<T> chunk = state.queue.take(); chunk != null; chunk = state.queue.take()) {
                perform(chunk);
            }
        } finally {
            connection.close();
            send(ChunkOutcome.GONE);
        }
    }

    private void send(ChunkOutcome outcome) {
        boolean interrupted = false;
        while (true) {
            try {
                outcomes.put(outcome);
                break;
            } catch (InterruptedException e) {
                interrupted = true; // a handler has set the flag; the result is sent all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects before the first job, so that a worker without jobs has connected, too. */
    private void connectFirst() {
        try {
            connection.connect();
        } catch (Unreachable e) {
            failedConnects = 1;
        }
    }

    /** Performs the chunk, in parts if it conflicts with others. */
    private void perform(Chunk<T> whole) {
        Deque<Chunk<T>> parts = new ArrayDeque<>();
        parts.add(whole);
        for (Chunk<T> part = parts.poll(); part != null && !state.isStopped(); part = parts.poll()) {
            try (ChunkTries tries = new ChunkTries(state, number, failedConnects)) {
                failedConnects = 0;
                ChunkOutcome outcome = new Attempts(part, tries, parts).toEnd();
                if (outcome != null) {
                    send(outcome);
                }
            }
        }
    }

    /** The step after an attempt. */
    private enum Step {
        AGAIN,
        ENDED
    }

    /** The attempts of one chunk, until its outcome is known. */
    private final class Attempts implements ChunkResult.Cases<Step> {

        private final Chunk<T> chunk;
        private final ChunkTries tries;
        private final Deque<Chunk<T>> parts;
        private final long start = state.ticker.nanos();
        private @Nullable ChunkOutcome outcome;

        Attempts(Chunk<T> chunk, ChunkTries tries, Deque<Chunk<T>> parts) {
            this.chunk = chunk;
            this.tries = tries;
            this.parts = parts;
        }

        /** Returns null if the parts are to be done instead, or if the run ends before the outcome is known. */
        @Nullable
        ChunkOutcome toEnd() {
            Step next = Step.AGAIN;
            while (next == Step.AGAIN && !state.isStopped()) {
                next = attempt();
            }
            return outcome;
        }

        private Step attempt() {
            try {
                Work.Session<T> open = connection.session();
                return open == null
                        ? Step.ENDED
                        : run(open, chunk, tries.isLast()).accept(this);
            } catch (Unreachable e) {
                return retry(new ChunkResult.Retry(RetryReason.AWAY, ReasonText.of(e), e));
            } catch (Exception e) {
                return state.isAborting() ? Step.ENDED : failed(ReasonText.of(e));
            }
        }

        private Step ended(ChunkOutcome known) {
            outcome = known;
            return Step.ENDED;
        }

        private Step failed(String reason) {
            return done(ChunkOutcome.all(chunk, number, reason));
        }

        private Step done(List<JobFailure> failures) {
            return ended(ChunkOutcome.of(number, chunk, failures, state.ticker.nanos() - start));
        }

        @Override
        public Step done(ChunkResult.Done result) {
            return done(result.failures());
        }

        @Override
        public Step doneBefore(ChunkResult.DoneBefore result) {
            return ended(ChunkOutcome.before(number, chunk, result.failures()));
        }

        @Override
        public Step busy(ChunkResult.Busy result) {
            state.rest();
            return Step.AGAIN;
        }

        @Override
        public Step retry(ChunkResult.Retry result) {
            if (result.kind() == RetryReason.LOST) {
                connection.close();
            }
            if (result.kind() == RetryReason.CONFLICT && chunk.size() > 1 && state.work.isDivisible()) {
                tries.split(result.reason(), chunk);
                halves();
                return Step.ENDED;
            }
            ChunkTries.Next next = tries.after(result.kind(), result.reason(), chunk);
            return next == ChunkTries.Next.FAILS ? failed(result.reason()) : Step.AGAIN;
        }

        @Override
        public Step stop(ChunkResult.Stop result) {
            state.stop(BatchStatus.FAILED, result.reason());
            JobFailure failure = result.failure();
            return failure == null
                    ? Step.ENDED
                    : ended(new ChunkOutcome(number, 0, List.of(failure), state.ticker.nanos() - start));
        }

        private void halves() {
            int middle = chunk.size() / 2;
            List<T> items = chunk.items();
            parts.addFirst(new Chunk<>(chunk.number(), chunk.firstJob() + middle, items.subList(middle, chunk.size())));
            parts.addFirst(new Chunk<>(chunk.number(), chunk.firstJob(), items.subList(0, middle)));
        }
    }

    private ChunkResult run(Work.Session<T> open, Chunk<T> chunk, boolean last) throws Exception {
        long entered = state.contention.enter();
        state.begins(open);
        try {
            ChunkResult result = last ? open.runLast(chunk) : open.run(chunk);
            if (result instanceof ChunkResult.Done) {
                state.contention.done();
            } else if (result instanceof ChunkResult.Retry retry && retry.kind() == RetryReason.CONFLICT) {
                state.contention.met(entered);
            }
            return result;
        } catch (Error e) { // a handler's error must not end the worker
            throw new Exception(ReasonText.of(e), e);
        } finally {
            state.ends(open);
            state.contention.leave();
            Thread.interrupted(); // a job may have set the flag; later waits of this worker must not end at once
        }
    }
}
