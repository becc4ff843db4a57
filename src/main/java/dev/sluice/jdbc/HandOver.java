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
 * Gives Agroal the sessions that are opened for it: Agroal's data source is one of ours, which connects to nothing, but
 * hands over what is offered. So a session is known from the moment at which the driver gave it, and whatever goes wrong
 * before the pool knows it, somebody is left to close it.
 */
final class HandOver {

    /** Agroal makes its data source itself, on the thread that makes Agroal, and tells it nothing of ours. */
    @SuppressWarnings("ThreadLocalUsage") // set for the time of one constructor
    private static final ThreadLocal<HandOver> MAKING = new ThreadLocal<>();

    private final SessionOpener opener;

    /** Held for one session at a time, until Agroal has it. It takes no longer than Agroal's own setting up. */
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable OpenedSession offered; // Guarded by this

    /** Attempts that were called off before Agroal came for their sessions: it will yet come. */
    private int calledOff; // Guarded by this

    private boolean hasXa; // Guarded by this

    HandOver(SessionOpener opener) {
        this.opener = opener;
    }

    /** Agroal asks a session for something, and learns of it on the way. */
    @FunctionalInterface
    interface Taking {
        void run() throws SQLException;
    }

    /** What Agroal is to make its connections with. */
    Class<?> provider() {
        return opener.isXa() ? XaProvider.class : Provider.class;
    }

    /** Makes an Agroal that is configured to use {@link #provider}. */
    AgroalDataSource connect(Supplier<AgroalDataSource> agroal) {
        MAKING.set(this);
        try {
            return agroal.get();
        } finally {
            MAKING.remove();
        }
    }

    /** Has Agroal take the session, while no other is offered. */
    void give(OpenedSession session, Taking taking) throws SQLException {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while a session was set up", e);
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
     * RACE: Agroal 3.0 asks for sessions on a thread of its own, in the order in which it was told to. A thread that is
     * interrupted does not wait for that; what comes first afterwards comes for its session.
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
            throw new SQLException("this session was called off");
        }
        OpenedSession session = offered;
        offered = null;
        if (session == null) {
            throw new SQLException("no session was opened for this");
        }
        return session;
    }

    private static HandOver making() {
        HandOver current = MAKING.get();
        if (current == null) {
            throw new IllegalStateException("only a pool makes this");
        }
        return current;
    }

    /** What Agroal tells a data source concerns nobody here: the session is open already. Public, for Agroal to call it. */
    public abstract static class Deaf implements CommonDataSource {

        final HandOver from = making();

        private Deaf() {}

        /** By Agroal, for every property that the driver's own data source would have. */
        public void setProperty(String name, String value) {
            // the opener has set it where it has an effect
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // nothing is written
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

    /** Hands over connections. Public, with a public constructor, for Agroal to make it. */
    public static final class Provider extends Deaf implements DataSource {

        /** For Agroal. */
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
            throw new SQLException("this is no " + type.getName());
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /**
     * Hands over connections for distributed transactions. Agroal makes two: the first for the pool's sessions, the
     * second for those of recovery, which it opens and ends itself.
     */
    public static final class XaProvider extends Deaf implements XADataSource {

        private final boolean forRecovery = !from.firstXa();

        /** For Agroal. */
        public XaProvider() {}

        @Override
        public XAConnection getXAConnection() throws SQLException {
            return forRecovery ? from.opener.openForRecovery() : from.take().xa();
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
