package dev.sluice.jdbc;

import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ends unused sessions through Agroal, and sessions in use by force. A session counts as ended when the driver's close
 * has returned or thrown; a broken session, when the server has ended it, too. Every wait has a limit. Thread-safe.
 */
final class SessionEnding {

    /** The limit for Agroal and the driver to close a session. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** The limit for the server to end a session that was broken, including the request to cancel. */
    static final Duration BREAK_LIMIT = Duration.ofSeconds(3);

    /** The result of an {@link #abort} that returns false: the attempted steps, and the possible remains. */
    static final String UNCONFIRMED = "the pool tried to cancel its statement and to terminate its session, but the"
            + " server has not confirmed the end within " + SpanText.of(BREAK_LIMIT)
            + "; the session may remain on the server, with its statement running";

    private static final long POLL_MILLIS = 20;
    private static final Executor SAME_THREAD = Runnable::run;

    private final SessionInventory inventory;
    private final SessionSources sources;
    private final Opening opening;
    private final Ticker ticker;

    /** Opens a session. */
    @FunctionalInterface
    interface Opening {

        /** Opens a session over a source that is held for the new session. */
        PhysicalConnection open(SessionSource source) throws SQLException;
    }

    SessionEnding(SessionInventory inventory, SessionSources sources, Opening opening, Ticker ticker) {
        this.inventory = inventory;
        this.sources = sources;
        this.opening = opening;
        this.ticker = ticker;
    }

    /** Closes an unused session. Blocks until the session has ended. */
    void close(PhysicalConnection connection) throws Exception {
        if (!connection.isRemoved()) {
            try {
                giveToAgroal(connection);
            } catch (RuntimeException e) {
                forget(connection);
                connection.session().end(); // an exception of the driver has interrupted Agroal's work
                sources.closeUnheld();
                throw e;
            }
        }
        awaitDestroyed(connection);
        if (connection.isAborted()) {
            try (Watching watching = new Watching(connection)) {
                watching.await(Deadline.in(BREAK_LIMIT, ticker));
            }
        }
    }

    /** Ends a session that no caller has received, because of a failure. */
    void discard(PhysicalConnection connection, Throwable failure) {
        try {
            giveToAgroal(connection);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e); // an exception of the driver has interrupted Agroal's work
            forget(connection);
            connection.session().endAfter(failure);
            sources.closeUnheld();
        }
    }

    /**
     * Breaks a session that is in use. The running statement is cancelled on the server first, because a working server
     * does not notice that a socket has closed.
     *
     * @return whether the server no longer runs a statement of the session, as far as the pool can find out
     */
    boolean abort(PhysicalConnection connection) throws SQLException {
        Deadline deadline = Deadline.in(BREAK_LIMIT, ticker);
        if (connection.abortInUse()) {
            return abortUsed(connection, deadline);
        }
        try {
            if (!connection.isUsedDirectly()) {
                breakOff(connection);
            }
            // RACE: the use may begin at this moment; after the cut no further statement reaches the server
            return !connection.isUsedDirectly() || abortUsed(connection, deadline);
        } finally {
            giveToAgroal(connection); // no application closes a wrapper of Agroal
        }
    }

    private boolean abortUsed(PhysicalConnection connection, Deadline deadline) throws SQLException {
        try (Watching watching = new Watching(connection)) {
            connection.end().cancel();
            breakOff(connection);
            return watching.await(deadline);
        }
    }

    /** Cuts the connection to the server, while another thread may use it. */
    static void breakOff(PhysicalConnection connection) throws SQLException {
        try {
            connection.raw().abort(SAME_THREAD);
        } finally {
            connection.session().end(); // some drivers do not support abort
        }
    }

    /**
     * A wait for the server to end one session, with a hold on the session's source. RACE: the source may already be
     * closed; then no query is sent.
     */
    private final class Watching implements AutoCloseable {

        private final SessionSource source;
        private final boolean isKnown;
        private final ServerSessions.@Nullable BrokenSession watch;

        Watching(PhysicalConnection connection) {
            source = connection.source();
            int session = connection.end().serverSession();
            isKnown = session != DatabaseKind.UNKNOWN;
            watch = isKnown && source.hold()
                    ? source.onServer().watch(session, connection.kind(), () -> openQuerySession(source))
                    : null;
        }

        /**
         * Waits for the end of the session. Returns true if the server has no such query, because the driver has closed
         * the session.
         */
        boolean await(Deadline deadline) {
            return watch == null ? !isKnown : watch.await(deadline);
        }

        @Override
        public void close() {
            if (watch != null) {
                watch.stop();
                source.release();
                sources.closeUnheld();
            }
        }
    }

    /** Runs a query about sessions of the source over a session that is not leased and occupies no place. */
    <T> T query(SessionSource source, ServerSessions.SessionQuery<T> query, Deadline deadline)
            throws SQLException, InterruptedException {
        if (!source.hold()) {
            throw new SQLException("the source is closed", "08003");
        }
        try {
            return source.onServer().query(query, deadline, () -> openQuerySession(source));
        } finally {
            source.release();
            sources.closeUnheld();
        }
    }

    /** Opens a session of the source for queries. */
    private ServerSessions.QuerySession openQuerySession(SessionSource source) throws SQLException {
        if (!source.hold()) {
            throw new SQLException("the source is closed", "08003");
        }
        return new SourceQuerySession(opening.open(source));
    }

    /** A session of the source for queries. */
    private final class SourceQuerySession implements ServerSessions.QuerySession {

        private final PhysicalConnection connection;

        SourceQuerySession(PhysicalConnection connection) {
            this.connection = connection;
        }

        @Override
        public Connection raw() {
            return connection.raw();
        }

        @Override
        public void close() {
            try {
                SessionEnding.this.close(connection);
            } catch (Exception e) {
                // the session has ended nevertheless
            }
        }
    }

    /**
     * Waits for Agroal to destroy the session. Called by the thread that returned the session to Agroal. The driver
     * ends a session that Agroal does not end in time.
     */
    private void awaitDestroyed(PhysicalConnection connection) throws Exception {
        Deadline deadline = Deadline.in(CLOSE_LIMIT, ticker);
        boolean closed = false;
        try {
            while (!connection.end().destroyed().isDone() && !closed && !deadline.isExpired()) {
                closed = connection.isDestroyed();
                waitFor(connection);
            }
            if (!connection.end().destroyed().isDone() && forget(connection)) {
                if (closed) {
                    throw new SQLException("the driver failed to close the session", "08006");
                }
                connection.raw().abort(SAME_THREAD);
                throw new TimeoutException("the session was not closed within " + SpanText.of(CLOSE_LIMIT));
            }
        } finally {
            sources.closeUnheld();
        }
    }

    private static void waitFor(PhysicalConnection connection) throws Exception {
        try {
            connection.end().destroyed().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the caller checks again
        }
    }

    /** Removes the session from the inventory, and releases its source. Returns false if it was removed before. */
    boolean forget(PhysicalConnection connection) {
        boolean isNew = inventory.remove(connection);
        if (isNew) {
            connection.source().release();
            connection.end().destroyed().complete(null);
        }
        return isNew;
    }

    /** Returns the connection to Agroal, which destroys it. */
    private static void giveToAgroal(PhysicalConnection connection) throws SQLException {
        connection.control().setFlushOnly();
        connection.control().transactionEnd();
    }
}
