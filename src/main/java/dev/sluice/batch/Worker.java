package dev.sluice.batch;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One worker: connects, takes chunk after chunk, and tells what came of each exactly once. A chunk whose connection is lost
 * stays with it until it has another connection, so nothing is put back, and nothing is overtaken for ever.
 *
 * @param <T> what a job is
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
                Outcome outcome = perform(chunk);
                if (outcome != null) {
                    tell(outcome);
                }
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

    /** Null if it is not known what will become of the chunk, as the run ends. */
    private @Nullable Outcome perform(Chunk<T> chunk) {
        long start = course.ticker.nanos();
        long retries = 0;
        int attempts = failedConnects;
        failedConnects = 0;
        while (!course.isStopped()) {
            String reason;
            boolean away = false;
            try {
                Work.Session<T> open = connected();
                if (open == null) {
                    return null;
                }
                List<JobFailure> failures = run(open, chunk);
                return Outcome.of(number, chunk, failures, retries, course.ticker.nanos() - start);
            } catch (Busy e) {
                course.rest();
                continue;
            } catch (Unreachable e) {
                reason = reason(e);
                away = true;
            } catch (ConnectionLost e) {
                reason = reason(e);
                retries += chunk.size();
                disconnect();
            } catch (TryAgain e) {
                reason = reason(e);
                retries += chunk.size();
            } catch (DoneBefore e) {
                return Outcome.before(number, chunk, e.failures());
            } catch (CannotGoOn e) {
                course.stop(BatchStatus.FAILED, reason(e));
                return null;
            } catch (JobFailed e) {
                course.stop(BatchStatus.FAILED, e.failure().text());
                return new Outcome(number, 0, List.of(e.failure()), retries, course.ticker.nanos() - start);
            } catch (Exception e) {
                return course.isAborting() ? null : failed(chunk, reason(e), retries, start);
            }
            attempts++;
            if (course.plan.attempts() > 0 && attempts >= course.plan.attempts()) {
                if (away) {
                    course.stop(BatchStatus.DATABASE_LOST, reason);
                }
                return failed(chunk, reason, away ? retries : retries - chunk.size(), start);
            }
            if (course.outage.isTooLong()) {
                course.stop(BatchStatus.DATABASE_LOST, reason);
            }
        }
        return null;
    }

    private Outcome failed(Chunk<T> chunk, String reason, long retries, long start) {
        List<JobFailure> all = Outcome.all(chunk, number, reason);
        return Outcome.of(number, chunk, all, retries, course.ticker.nanos() - start);
    }

    private List<JobFailure> run(Work.Session<T> open, Chunk<T> chunk) throws Exception {
        course.begins(open);
        try {
            return open.run(chunk);
        } catch (Error e) { // a handler's; it must not take the worker with it
            throw new Exception(reason(e), e);
        } finally {
            course.ends(open);
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
