package dev.sluice.batch.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Acquires the leases of one worker. A first, short wait detects a database that is away. If other callers hold all
 * connections, a long wait follows, in which the place in the gate ages enough to be served beside busy callers. A
 * waiting worker can be called off. Used by one worker; {@link #callOff} by any thread.
 */
final class LeaseTurns {

    /** A wait in which a waiter can age past every lane, if lanes age each second. */
    static final Duration LONG = Duration.ofSeconds(15);

    private final Connections connections;
    private boolean crowded;
    private @Nullable Thread waiting; // Guarded by this, like all fields below
    private boolean calledOff;

    LeaseTurns(Connections connections) {
        this.connections = connections;
    }

    /** A lease of one worker. */
    final class WorkerLease implements AutoCloseable {

        private final Connection connection;
        private final long sinceNanos = connections.fairShare().nanos();

        private WorkerLease(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Records that a chunk was done over the lease. */
        void done() {
            connections.fairShare().done(sinceNanos);
        }

        @Override
        public void close() throws SQLException {
            try {
                connection.close();
            } finally {
                connections.fairShare().leave();
            }
        }
    }

    /** Waits for a lease; returns null if other callers leave none, or if the worker is called off. */
    @Nullable
    WorkerLease next() throws SQLException {
        Duration patience = crowded ? LONG : Connections.TURN;
        if (!begin()) {
            return null;
        }
        boolean entered = false;
        boolean leased = false;
        try {
            entered = connections.fairShare().enter(patience, this::isCalledOff);
            if (!entered) {
                crowded = true;
                return null;
            }
            WorkerLease turn = new WorkerLease(connections.acquire(patience));
            leased = true;
            crowded = false;
            return turn;
        } catch (SQLException e) {
            if (isCalledOff()) {
                return null;
            }
            crowded = SqlErrors.kindOf(e) == SqlErrorKind.BUSY;
            throw e;
        } finally {
            if (entered && !leased) {
                connections.fairShare().leave();
            }
            end();
        }
    }

    private synchronized boolean begin() {
        if (calledOff) {
            return false;
        }
        waiting = Thread.currentThread();
        return true;
    }

    /** Ends the wait; an interrupt of the wait must not reach the code after it. */
    private synchronized void end() {
        waiting = null;
        if (calledOff) {
            Thread.interrupted();
        }
    }

    private synchronized boolean isCalledOff() {
        return calledOff;
    }

    /** Ends this wait and all later waits; a present lease is kept. */
    synchronized void callOff() {
        calledOff = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
