package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * The connection of one worker: opened when it is needed, and again after a loss. For one thread.
 *
 * @param <T> the type of a job
 */
final class WorkerConnection<T> implements AutoCloseable {

    private final int worker;
    private final RunState<T> state;
    private Work.@Nullable Session<T> session;

    WorkerConnection(int worker, RunState<T> state) {
        this.worker = worker;
        this.state = state;
    }

    /** Returns the session, opened if need be; null if the run has ended instead. */
    Work.@Nullable Session<T> session() throws Unreachable {
        if (session == null) {
            connect();
        }
        return session;
    }

    /** Waits for its turn while the database is away. Without a session afterwards, the run has ended. */
    void connect() throws Unreachable {
        if (!state.outage.awaitTurn()) {
            return;
        }
        state.totals.connects(worker);
        state.publish(listener -> listener.connecting(worker, state.work.place()));
        try {
            session = state.work.open(worker);
            state.outage.over();
        } catch (Unreachable e) {
            state.publish(listener -> listener.unreachable(worker, ReasonText.of(e)));
            state.outage.failed();
            throw e;
        } catch (Exception | Error e) {
            state.stop(BatchStatus.FAILED, ReasonText.of(e));
        } finally {
            state.outage.yieldTurn();
        }
    }

    /** Closes the session, if there is one; the next use opens another one. */
    @Override
    public void close() {
        Work.Session<T> old = session;
        session = null;
        if (old != null) {
            try {
                old.close();
            } catch (RuntimeException e) {
                // the session is broken, or is not needed any more
            }
        }
    }
}
