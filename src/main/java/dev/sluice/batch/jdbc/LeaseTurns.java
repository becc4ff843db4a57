package dev.sluice.batch.jdbc;

import dev.sluice.batch.Busy;
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

    /** Long enough to climb over every lane that ages by the second. */
    static final Duration LONG = Duration.ofSeconds(15);

    private final Connections connections;
    private boolean crowded;
    private @Nullable Thread waiting; // Guarded by this, like all below
    private boolean calledOff;

    LeaseTurns(Connections connections) {
        this.connections = connections;
    }

    /** A lease. */
    final class Turn implements AutoCloseable {

        private final Connection connection;
        private final long sinceNanos = connections.fairShare().nanos();

        private Turn(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** A chunk is done over it. */
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

    /** Waits for a lease. */
    Turn next() throws Busy, SQLException {
        Duration patience = crowded ? LONG : Connections.TURN;
        if (!begin()) {
            throw new Busy("called off");
        }
        boolean entered = false;
        boolean leased = false;
        try {
            entered = connections.fairShare().enter(patience, this::isCalledOff);
            if (!entered) {
                crowded = true;
                throw new Busy("others have what it needs");
            }
            Turn turn = new Turn(connections.acquire(patience));
            leased = true;
            crowded = false;
            return turn;
        } catch (SQLException e) {
            if (isCalledOff()) {
                throw new Busy("called off");
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

    /** The interrupt was for the wait, and must not reach what comes after it. */
    private synchronized void end() {
        waiting = null;
        if (calledOff) {
            Thread.interrupted();
        }
    }

    private synchronized boolean isCalledOff() {
        return calledOff;
    }

    /** Has it wait no longer, now and later; what it has it keeps. */
    synchronized void callOff() {
        calledOff = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
