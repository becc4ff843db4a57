package dev.sluice.jdbc;

import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.pool.AcquireRequest;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session ready for its next user. What cannot wait, as it holds locks or belongs to the driver, is done by
 * whoever gives the session back; what the server has to be asked for is done by a worker, before anybody gets it.
 */
final class SessionReset {

    /** Attributes that the pool needs itself, to bound each answer, until the reset is complete. */
    private static final Set<SessionAttribute> OURS = EnumSet.of(SessionAttribute.NETWORK_TIMEOUT);

    /** Attributes that only the server has, and has reset. */
    private static final Set<SessionAttribute> RESET = EnumSet.of(
            SessionAttribute.ISOLATION,
            SessionAttribute.CATALOG,
            SessionAttribute.SCHEMA,
            SessionAttribute.NETWORK_TIMEOUT);

    private final SessionRules rules;
    private final DatabaseKind kind;
    private final AgroalConnectionFactoryConfiguration sessions;
    private final BooleanSupplier tenantsShare;

    /**
     * @param sessions what new sessions are made with
     * @param tenantsShare whether the pool's policy names tenants
     */
    SessionReset(
            SessionRules rules,
            DatabaseKind kind,
            AgroalConnectionFactoryConfiguration sessions,
            BooleanSupplier tenantsShare) {
        this.rules = rules;
        this.kind = kind;
        this.sessions = sessions;
        this.tenantsShare = tenantsShare;
    }

    DatabaseKind kind() {
        return kind;
    }

    /**
     * Rolls back what was not committed. Agroal would commit it, by switching autocommit back on, or leave it to the
     * next user, where a statement has begun it or has switched autocommit off.
     */
    void endWork(Connection raw) throws SQLException {
        boolean autoCommit = raw.getAutoCommit();
        if (autoCommit && kind.hidesTransactions()) {
            raw.setAutoCommit(false);
            autoCommit = false;
        }
        if (!autoCommit) {
            raw.rollback();
            if (sessions.autoCommit() != raw.getAutoCommit()) {
                raw.setAutoCommit(sessions.autoCommit());
            }
        }
    }

    /** Returns whether a worker has to reset the session after a lease of this request. */
    boolean isDueAfter(AcquireRequest request) {
        return rules.mode() != Mode.TRANSACTION
                || (rules.betweenTenants() && (request.tenant() != null || tenantsShare.getAsBoolean()));
    }

    /**
     * Takes away what its last user left on the server. The network timeout is the caller's.
     *
     * @return whether nothing is left; only a new session would be clean if not
     */
    boolean run(PhysicalConnection connection) throws SQLException {
        Connection raw = connection.raw();
        SessionAttributes attributes = connection.attributes();
        String query = rules.query();
        String statement = query == null ? kind.discardStatement() : query;
        if (statement == null) {
            return false;
        }
        raw.setAutoCommit(true); // within a transaction it could not be run, or would be undone later
        if (query == null) {
            discard(raw, attributes, statement);
        } else {
            attributes.restoreAllBut(OURS);
            execute(raw, statement);
        }
        nameAgain(attributes);
        raw.clearWarnings();
        raw.setAutoCommit(sessions.autoCommit());
        return true;
    }

    private void discard(Connection raw, SessionAttributes attributes, String statement) throws SQLException {
        execute(raw, statement);
        kind.forgetMessages(raw);
        if (sessions.jdbcTransactionIsolation().isDefined()) {
            attributes.write(SessionAttribute.ISOLATION);
        }
        if (attributes.isReadOnly()) {
            raw.setReadOnly(false); // for the driver to tell the server once more
            raw.setReadOnly(true);
        }
        execute(raw, sessions.initialSql());
        attributes.restoreAllBut(RESET);
    }

    /** The statement may have reset the session's name as well; the driver knows, and asks the server only then. */
    private void nameAgain(SessionAttributes attributes) throws SQLException {
        if (kind.namesSessions()) {
            attributes.write(SessionAttribute.CLIENT_INFO);
        }
    }

    private static void execute(Connection raw, @Nullable String sql) throws SQLException {
        if (sql != null && !sql.isEmpty()) {
            try (Statement statement = raw.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
