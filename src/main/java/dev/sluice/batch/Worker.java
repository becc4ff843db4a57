package dev.sluice.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Connects, does chunk after chunk, and reports the result of each once. A chunk whose connection is lost stays with
 * its worker until the worker has a new connection. Chunks are therefore never put back, and no chunk is overtaken
 * without limit.
 *
 * @param <T> the type of a job
 */
final class Worker<T> implements Runnable {

    private final int number;
    private final RunState<T> state;
    private final BlockingQueue<Outcome> outcomes;
    private Work.@Nullable Session<T> session;
    private int failedConnects;

    Worker(int number, RunState<T> state, BlockingQueue<Outcome> outcomes) {
        this.number = number;
        this.state = state;
        this.outcomes = outcomes;
    }

    @Override
    public void run() {
        try {
            connectFirst();
            for (Chunk<T> chunk = state.queue.take(); chunk != null; chunk = state.queue.take()) {
                perform(chunk);
            }
        } finally {
            disconnect();
            tell(Outcome.GONE);
        }
    }

    private void tell(Outcome outcome) {
        boolean interrupted = false;
        while (true) {
            try {
                outcomes.put(outcome);
                break;
            } catch (InterruptedException e) {
                interrupted = true; // somebody's handler asked for it; the result is told all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the first job, so that a worker without one has connected, too. */
    private void connectFirst() {
        try {
            connect();
        } catch (Unreachable e) {
            failedConnects = 1;
        }
    }

    /** Performs the chunk, in parts if it conflicts with others. */
    private void perform(Chunk<T> whole) {
        Deque<Chunk<T>> parts = new ArrayDeque<>();
        parts.add(whole);
        for (Chunk<T> part = parts.poll(); part != null && !state.isStopped(); part = parts.poll()) {
            try (ChunkTries chunkTries = new ChunkTries(state, number, failedConnects)) {
                failedConnects = 0;
                Outcome outcome = perform(part, chunkTries, parts);
                if (outcome != null) {
                    tell(outcome);
                }
            }
        }
    }

    /** Returns null if the parts are to be done instead, or if the run ends before the outcome is known. */
    private @Nullable Outcome perform(Chunk<T> chunk, ChunkTries chunkTries, Deque<Chunk<T>> parts) {
        long start = state.ticker.nanos();
        while (!state.isStopped()) {
            Setback setback;
            String reason;
            try {
                Work.Session<T> open = connected();
                if (open == null) {
                    return null;
                }
                List<JobFailure> failures = run(open, chunk, chunkTries.isLast());
                return Outcome.of(number, chunk, failures, state.ticker.nanos() - start);
            } catch (Busy e) {
                state.rest();
                continue;
            } catch (Unreachable e) {
                setback = Setback.AWAY;
                reason = reason(e);
            } catch (ConnectionLost e) {
                setback = Setback.LOST;
                reason = reason(e);
                disconnect();
            } catch (TryAgain e) {
                setback = Setback.CONFLICT;
                reason = reason(e);
            } catch (ServerTrouble e) {
                setback = Setback.SERVER;
                reason = reason(e);
            } catch (DoneBefore e) {
                return Outcome.before(number, chunk, e.failures());
            } catch (CannotGoOn e) {
                state.stop(BatchStatus.FAILED, reason(e));
                return null;
            } catch (JobFailed e) {
                state.stop(BatchStatus.FAILED, e.failure().text());
                return new Outcome(number, 0, List.of(e.failure()), state.ticker.nanos() - start);
            } catch (Exception e) {
                return state.isAborting() ? null : failed(chunk, reason(e), start);
            }
            if (setback == Setback.CONFLICT && chunk.size() > 1 && state.work.isDivisible()) {
                chunkTries.split(reason, chunk);
                halves(chunk, parts);
                return null;
            }
            if (chunkTries.after(setback, reason, chunk) == ChunkTries.Next.FAILS) {
                return failed(chunk, reason, start);
            }
        }
        return null;
    }

    private void halves(Chunk<T> chunk, Deque<Chunk<T>> parts) {
        int middle = chunk.size() / 2;
        List<T> items = chunk.items();
        parts.addFirst(new Chunk<>(chunk.number(), chunk.firstJob() + middle, items.subList(middle, chunk.size())));
        parts.addFirst(new Chunk<>(chunk.number(), chunk.firstJob(), items.subList(0, middle)));
    }

    private Outcome failed(Chunk<T> chunk, String reason, long start) {
        List<JobFailure> all = Outcome.all(chunk, number, reason);
        return Outcome.of(number, chunk, all, state.ticker.nanos() - start);
    }

    private List<JobFailure> run(Work.Session<T> open, Chunk<T> chunk, boolean last) throws Exception {
        long entered = state.contention.enter();
        state.begins(open);
        try {
            List<JobFailure> failures = last ? open.runLast(chunk) : open.run(chunk);
            state.contention.done();
            return failures;
        } catch (TryAgain e) {
            state.contention.met(entered);
            throw e;
        } catch (Error e) { // a handler's; it must not take the worker with it
            throw new Exception(reason(e), e);
        } finally {
            state.ends(open);
            state.contention.leave();
            Thread.interrupted(); // a job's own business: with the flag on, no later wait of this worker would be one
        }
    }

    private Work.@Nullable Session<T> connected() throws Unreachable {
        if (session == null) {
            connect();
        }
        return session;
    }

    /** Waits for its turn while the database is away. Without a session afterwards, the run has ended. */
    private void connect() throws Unreachable {
        if (!state.outage.awaitTurn()) {
            return;
        }
        state.totals.connects(number);
        state.tell(listener -> listener.connecting(number, state.work.place()));
        try {
            session = state.work.open(number);
            state.outage.over();
        } catch (Unreachable e) {
            state.tell(listener -> listener.unreachable(number, reason(e)));
            state.outage.failed();
            throw e;
        } catch (Exception | Error e) {
            state.stop(BatchStatus.FAILED, reason(e));
        } finally {
            state.outage.yieldTurn();
        }
    }

    private void disconnect() {
        Work.Session<T> old = session;
        session = null;
        if (old != null) {
            try {
                old.close();
            } catch (RuntimeException e) {
                // it was of no use any more, or is not needed
            }
        }
    }

    static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
