package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.XAConnection;
import org.jspecify.annotations.Nullable;

/** A session as the driver returned it. The opener ends the session if it does not reach the pool. Thread-safe. */
final class OpenedSession {

    private final @Nullable Connection plain;
    private final @Nullable XAConnection xa;
    private final AtomicBoolean ended = new AtomicBoolean();

    private OpenedSession(@Nullable Connection plain, @Nullable XAConnection xa) {
        this.plain = plain;
        this.xa = xa;
    }

    static OpenedSession of(Connection plain) {
        return new OpenedSession(plain, null);
    }

    static OpenedSession of(XAConnection xa) {
        return new OpenedSession(null, xa);
    }

    /** Returns the driver's connection of a session that takes no part in distributed transactions. */
    Connection plain() throws SQLException {
        if (plain == null) {
            throw new SQLException("the session is an XA session; a session without XA is required");
        }
        return plain;
    }

    /** Returns the driver's connection of a session for distributed transactions. */
    XAConnection xa() throws SQLException {
        if (xa == null) {
            throw new SQLException("the session is not an XA session; an XA session is required");
        }
        return xa;
    }

    /**
     * Runs the initial statement, if any, in a session that is otherwise configured. Without autocommit, the statement
     * is committed, because the rollback after the first lease would undo it.
     *
     * @throws SetupFailed if a step fails
     */
    void runInitialStatement(AgroalConnectionFactoryConfiguration sessions) throws SQLException {
        String sql = sessions.initialSql();
        if (sql == null || sql.isEmpty()) {
            return;
        }
        if (xa == null) {
            runInitialStatement(plain(), sessions, sql);
            return;
        }
        try (Connection handle = xa.getConnection()) {
            runInitialStatement(handle, sessions, sql);
        } catch (SetupFailed e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw SetupFailed.inAgroal(e);
        }
    }

    private static void runInitialStatement(
            Connection connection, AgroalConnectionFactoryConfiguration sessions, String sql) throws SetupFailed {
        if (sessions.jdbcTransactionIsolation().isDefined()) {
            int level = sessions.jdbcTransactionIsolation().level();
            SetupFailed.run("isolation", () -> connection.setTransactionIsolation(level));
        }
        SetupFailed.run("autocommit", () -> connection.setAutoCommit(sessions.autoCommit()));
        if (sessions.readOnly()) {
            SetupFailed.run("read-only", () -> connection.setReadOnly(true));
        }
        SetupFailed.run("initial-sql", () -> CleanFailure.ofStatement(() -> execute(connection, sql)));
        if (!sessions.autoCommit()) {
            SetupFailed.run("the commit of initial-sql", connection::commit);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the session with the driver; further calls have no effect. */
    void end() throws SQLException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (xa != null) {
            xa.close();
        } else {
            plain().close();
        }
    }

    /**
     * Ends the session because of a failure, as {@link #end} does; an exception from the driver's close is added to the
     * failure.
     */
    void endAfter(Throwable failure) {
        try {
            end();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
