package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The source of sessions: one Agroal for one endpoint and one set of credentials. The source stays open while it has
 * holds. Holders are its open sessions, sessions in creation, the store whose new sessions it opens, and a move to or
 * from it. Thread-safe.
 */
final class SessionSource {

    private static final int OVER = -1;

    private final AgroalConnectionPoolConfiguration description;
    private final SessionOpener opener;
    private final KnownSecrets secrets;
    private final SessionGuard guard;
    private final SessionHandOver sessionHandOver;
    private final AgroalDataSource agroal;
    private final AtomicInteger holds = new AtomicInteger(1);
    private final ServerSessions onServer = new ServerSessions();

    /**
     * Creates a source with one hold for the caller.
     *
     * @param description the configuration of the source, from which moves derive another configuration
     * @param opener opens its sessions
     * @param guard is asked before each of them
     * @param agroal creates the Agroal data source from the configuration of its provider
     */
    SessionSource(
            AgroalConnectionPoolConfiguration description,
            SessionOpener opener,
            SessionGuard guard,
            Function<Class<?>, AgroalDataSource> agroal) {
        this.description = description;
        this.opener = opener;
        this.secrets = opener.secrets;
        this.guard = guard;
        this.sessionHandOver = new SessionHandOver(opener);
        this.agroal = sessionHandOver.connect(() -> agroal.apply(sessionHandOver.provider()));
    }

    /**
     * Opens a session and makes Agroal take it. Unless the pool then has the session, the session has ended when this
     * method returns or throws.
     *
     * @param isKnown returns whether the pool has received the session
     * @param failed receives a failure that Agroal does not see, and therefore does not report to listeners
     */
    void open(Consumer<OpenedSession> opened, BooleanSupplier isKnown, Consumer<SQLException> failed)
            throws SQLException {
        OpenedSession session;
        try {
            guard.check(url());
            session = CleanFailure.of(secrets, opener::open);
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

    /** Returns the texts that no output may have. */
    KnownSecrets secrets() {
        return secrets;
    }

    SessionGuard guard() {
        return guard;
    }

    AgroalDataSource agroal() {
        return agroal;
    }

    /** Returns the URL as written in the configuration. */
    String url() {
        return String.valueOf(description.connectionFactoryConfiguration().jdbcUrl());
    }

    /** Returns the observer that detects when the server has ended broken sessions. */
    ServerSessions onServer() {
        return onServer;
    }

    /** Adds a hold until {@link #release}. Returns false if the source is over. */
    boolean hold() {
        return holds.getAndUpdate(now -> now == OVER ? OVER : now + 1) != OVER;
    }

    void release() {
        holds.decrementAndGet();
    }

    /** Ends the source if it has no holds. Returns true to the thread that must then close it. */
    boolean end() {
        return holds.compareAndSet(0, OVER);
    }
}
