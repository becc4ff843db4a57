package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where sessions are opened: one Agroal for one endpoint and one set of credentials. It stays open for as long as somebody
 * holds it: each session of it, each that is being opened, the store whose new sessions come from it, and a move to it or
 * away from it. Thread-safe.
 */
final class SessionSource {

    private static final int OVER = -1;

    private final AgroalConnectionPoolConfiguration description;
    private final SessionOpener opener;
    private final SessionHandOver sessionHandOver;
    private final AgroalDataSource agroal;
    private final AtomicInteger holds = new AtomicInteger(1);
    private final ServerSessions onServer = new ServerSessions();

    /**
     * Held by who makes it.
     *
     * @param description what was asked for, to change parts of it
     * @param opener opens its sessions
     * @param agroal creates the Agroal data source from the configuration of its provider
     */
    SessionSource(
            AgroalConnectionPoolConfiguration description,
            SessionOpener opener,
            Function<Class<?>, AgroalDataSource> agroal) {
        this.description = description;
        this.opener = opener;
        this.sessionHandOver = new SessionHandOver(opener);
        this.agroal = sessionHandOver.connect(() -> agroal.apply(sessionHandOver.provider()));
    }

    /**
     * Opens a session and makes Agroal take it. Unless the pool then knows the session, the session has ended when this
     * method returns or throws.
     *
     * @param isKnown whether the pool has come to know the session
     * @param failed receives a failure that Agroal does not see, and therefore does not report to listeners
     */
    void open(Consumer<OpenedSession> opened, BooleanSupplier isKnown, Consumer<SQLException> failed)
            throws SQLException {
        OpenedSession session;
        try {
            session = opener.open();
        } catch (SQLException e) {
            failed.accept(e);
            throw e;
        } catch (RuntimeException e) {
            failed.accept(new SQLException(
                    "Failed to create connection due to " + e.getClass().getSimpleName(), e));
            throw e;
        }
        opened.accept(session);
        try {
            prepare(session, failed);
            // The only call with which Agroal takes a session in any state and passes it to the pool's validator.
            sessionHandOver.give(session, () -> agroal.isHealthy(true));
        } catch (Throwable t) {
            if (isKnown.getAsBoolean()) {
                throw t;
            }
            session.endAfter(t);
            if (t instanceof SetupFailed || Thread.currentThread().isInterrupted()) {
                throw t;
            }
            throw SetupFailed.inAgroal(t);
        }
        if (!isKnown.getAsBoolean()) {
            session.end();
        }
    }

    private void prepare(OpenedSession session, Consumer<SQLException> failed) throws SQLException {
        try {
            session.runInitialStatement(description.connectionFactoryConfiguration());
        } catch (SetupFailed e) {
            failed.accept(e.getCause() instanceof SQLException cause ? cause : e);
            throw e;
        }
    }

    AgroalConnectionPoolConfiguration description() {
        return description;
    }

    AgroalDataSource agroal() {
        return agroal;
    }

    /** Where it is, as it is written in the configuration. */
    String url() {
        return String.valueOf(description.connectionFactoryConfiguration().jdbcUrl());
    }

    /** Returns the observer that detects when the server has ended broken sessions. */
    ServerSessions onServer() {
        return onServer;
    }

    /** Keeps it open until {@link #release}; false if it is over. */
    boolean hold() {
        return holds.getAndUpdate(now -> now == OVER ? OVER : now + 1) != OVER;
    }

    void release() {
        holds.decrementAndGet();
    }

    /** Has it be over if nobody holds it; true for the one who is to close it then. */
    boolean end() {
        return holds.compareAndSet(0, OVER);
    }
}
