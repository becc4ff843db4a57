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
    private final Course<T> course;
    private final BlockingQueue<Outcome> outcomes;
    private Work.@Nullable Session<T> session;
    private int failedConnects;

    Worker(int number, Course<T> course, BlockingQueue<Outcome> outcomes) {
        this.number = number;
        this.course = course;
        this.outcomes = outcomes;
    }

    @Override
    public void run() {
        try {
            connectFirst();
            for (Chunk<T> chunk = course.queue.take(); chunk != null; chunk = course.queue.take()) {
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
        for (Chunk<T> part = parts.poll(); part != null && !course.isStopped(); part = parts.poll()) {
            try (Tries tries = new Tries(course, number, failedConnects)) {
                failedConnects = 0;
                Outcome outcome = perform(part, tries, parts);
                if (outcome != null) {
                    tell(outcome);
                }
            }
        }
    }

    /** Returns null if the parts are to be done instead, or if the run ends before the outcome is known. */
    private @Nullable Outcome perform(Chunk<T> chunk, Tries tries, Deque<Chunk<T>> parts) {
        long start = course.ticker.nanos();
        while (!course.isStopped()) {
            Setback setback;
            String reason;
            try {
                Work.Session<T> open = connected();
                if (open == null) {
                    return null;
                }
                List<JobFailure> failures = run(open, chunk, tries.isLast());
                return Outcome.of(number, chunk, failures, course.ticker.nanos() - start);
            } catch (Busy e) {
                course.rest();
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
                course.stop(BatchStatus.FAILED, reason(e));
                return null;
            } catch (JobFailed e) {
                course.stop(BatchStatus.FAILED, e.failure().text());
                return new Outcome(number, 0, List.of(e.failure()), course.ticker.nanos() - start);
            } catch (Exception e) {
                return course.isAborting() ? null : failed(chunk, reason(e), start);
            }
            if (setback == Setback.CONFLICT && chunk.size() > 1 && course.work.isDivisible()) {
                tries.split(reason, chunk);
                halves(chunk, parts);
                return null;
            }
            if (tries.after(setback, reason, chunk) == Tries.Next.FAILS) {
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
        return Outcome.of(number, chunk, all, course.ticker.nanos() - start);
    }

    private List<JobFailure> run(Work.Session<T> open, Chunk<T> chunk, boolean last) throws Exception {
        long entered = course.contention.enter();
        course.begins(open);
        try {
            List<JobFailure> failures = last ? open.runLast(chunk) : open.run(chunk);
            course.contention.done();
            return failures;
        } catch (TryAgain e) {
            course.contention.met(entered);
            throw e;
        } catch (Error e) { // a handler's; it must not take the worker with it
            throw new Exception(reason(e), e);
        } finally {
            course.ends(open);
            course.contention.leave();
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
        if (!course.outage.awaitTurn()) {
            return;
        }
        course.tally.connects(number);
        course.tell(listener -> listener.connecting(number, course.work.place()));
        try {
            session = course.work.open(number);
            course.outage.over();
        } catch (Unreachable e) {
            course.tell(listener -> listener.unreachable(number, reason(e)));
            course.outage.failed();
            throw e;
        } catch (Exception | Error e) {
            course.stop(BatchStatus.FAILED, reason(e));
        } finally {
            course.outage.yieldTurn();
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
