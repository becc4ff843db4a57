package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands opened sessions over to Agroal. Agroal uses a data source of this class, which opens no connection but returns
 * the offered session. A session is therefore known from the moment at which the driver returned it. If a later step
 * fails before the pool has the session, the opener can still close it.
 */
final class SessionHandOver {

    /**
     * The instance for which the current thread creates Agroal. Agroal creates its data source itself, on the same
     * thread, and passes it no reference to this instance.
     */
    @SuppressWarnings("ThreadLocalUsage") // set only during one constructor
    private static final ThreadLocal<SessionHandOver> MAKING = new ThreadLocal<>();

    private final SessionOpener opener;

    /** Held for one session at a time, until Agroal has the session, which takes as long as Agroal's own set-up. */
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable OpenedSession offered; // Guarded by this

    /** The number of attempts that were cancelled before Agroal took their sessions; Agroal will still ask for them. */
    private int calledOff; // Guarded by this

    private boolean hasXa; // Guarded by this

    SessionHandOver(SessionOpener opener) {
        this.opener = opener;
    }

    /** A call that makes Agroal take the offered session. */
    @FunctionalInterface
    interface Taking {
        void run() throws SQLException;
    }

    /** Returns the class of the data source from which Agroal takes its connections. */
    Class<?> provider() {
        return opener.isXa() ? XaProvider.class : Provider.class;
    }

    /** Creates an Agroal data source that is configured to use {@link #provider}. */
    AgroalDataSource connect(Supplier<AgroalDataSource> agroal) {
        MAKING.set(this);
        try {
            return agroal.get();
        } finally {
            MAKING.remove();
        }
    }

    /** Makes Agroal take the session, while no other session is offered. */
    void give(OpenedSession session, Taking taking) throws SQLException {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the thread was interrupted while it set up a session", e);
        }
        try {
            offer(session);
            taking.run();
        } finally {
            withdraw(session, Thread.currentThread().isInterrupted());
            turn.unlock();
        }
    }

    private synchronized void offer(OpenedSession session) {
        offered = session;
    }

    /**
     * Withdraws an offer that Agroal has not taken. RACE: Agroal 3.0 asks for sessions on a thread of its own, in the
     * order of the requests. An interrupted thread does not wait for its turn; the next request after the interrupt is
     * the one for its session.
     */
    private synchronized void withdraw(OpenedSession session, boolean interrupted) {
        if (offered == session) {
            offered = null;
            calledOff += interrupted ? 1 : 0;
        }
    }

    private synchronized OpenedSession take() throws SQLException {
        if (calledOff > 0) {
            calledOff--;
            throw new SQLException("the creation of this session was cancelled");
        }
        OpenedSession session = offered;
        offered = null;
        if (session == null) {
            throw new SQLException("Agroal asked for a session, but the pool has opened none");
        }
        return session;
    }

    private static SessionHandOver making() {
        SessionHandOver current = MAKING.get();
        if (current == null) {
            throw new IllegalStateException("this class can be created by a Sluice pool only");
        }
        return current;
    }

    /**
     * A data source that ignores Agroal's settings, because the session is already open. Public so that Agroal can call
     * it.
     */
    public abstract static class FixedDataSource implements CommonDataSource {

        final SessionHandOver from = making();

        private FixedDataSource() {}

        /** Called by Agroal for every property of the driver's own data source; has no effect. */
        public void setProperty(String name, String value) {
            // the opener has set the property where it has an effect
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // nothing is logged
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // the driver's own property is set instead
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }

    /** Hands over connections. Public, with a public constructor, so that Agroal can create it. */
    public static final class Provider extends FixedDataSource implements DataSource {

        /** Creates the provider of the instance for which Agroal is being created. Called by Agroal. */
        public Provider() {}

        @Override
        public Connection getConnection() throws SQLException {
            return from.take().plain();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("username/password not supported: the pool has its own");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("the data source cannot be unwrapped to " + type.getName());
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /**
     * Hands over connections for distributed transactions. Agroal creates two: the first for the pool's sessions, the
     * second for sessions of recovery, which Agroal opens and closes itself.
     */
    public static final class XaProvider extends FixedDataSource implements XADataSource {

        private final boolean forRecovery = !from.firstXa();

        /** Creates the provider of the instance for which Agroal is being created. Called by Agroal. */
        public XaProvider() {}

        @Override
        public XAConnection getXAConnection() throws SQLException {
            return forRecovery
                    ? CleanFailure.of(from.opener.secrets, from.opener::openForRecovery)
                    : from.take().xa();
        }

        @Override
        public XAConnection getXAConnection(String username, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("username/password not supported: the pool has its own");
        }
    }

    private synchronized boolean firstXa() {
        boolean first = !hasXa;
        hasXa = true;
        return first;
    }
}
