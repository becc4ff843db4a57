package dev.sluice.jdbc;

import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a session for its next user. The releasing thread ends the transaction, which holds locks, and restores the
 * driver's attributes. A worker resets the state on the server, before the next acquire.
 */
final class SessionReset {

    /** Attributes that the pool itself uses to bound each answer, until the reset is complete. */
    private static final Set<SessionAttribute> OURS = EnumSet.of(SessionAttribute.NETWORK_TIMEOUT);

    /** Attributes that exist on the server only, which the statement has reset. */
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
     * @param sessions the description of new sessions
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
     * Rolls back uncommitted work, and restores autocommit. Agroal would commit the work, by switching autocommit on
     * again. If a statement has begun the transaction or switched autocommit off, Agroal would leave the work to the
     * next user.
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
        } else if (!sessions.autoCommit()) {
            raw.setAutoCommit(false);
        }
    }

    /** Returns whether a worker must reset the session after a lease of this request. */
    boolean isDueAfter(AcquireRequest request) {
        return rules.mode() != Mode.TRANSACTION
                || (rules.betweenTenants() && (request.tenant() != null || tenantsShare.getAsBoolean()));
    }

    /** Prepares the connection for the user after this lease; returns false if that is not possible. */
    boolean readies(PhysicalConnection connection, Lease<PhysicalConnection> lease) {
        boolean isDue = isDueAfter(lease.request());
        if (isDue && !lease.mayBeKept()) {
            lease.resetOnClose();
            return true;
        }
        try {
            connection.attributes().restore();
            if (isDue) {
                lease.resetForOthers();
            }
            return true;
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            lease.resetOnClose(); // no other code resets the session: the retirement reports the failure
            return false;
        }
    }

    /**
     * Discards the state that the last user left on the server. The caller restores the network timeout.
     *
     * @return whether no state is left; otherwise only a new session would be clean
     */
    boolean run(PhysicalConnection connection) throws SQLException {
        Connection raw = connection.raw();
        SessionAttributes attributes = connection.attributes();
        String query = rules.query();
        String statement = query == null ? kind.discardStatement() : query;
        if (statement == null) {
            return false;
        }
        raw.setAutoCommit(true); // within a transaction the statement is refused, or undone later
        if (query == null) {
            discard(raw, attributes, statement);
        } else {
            attributes.restoreAllBut(OURS);
            executeSetting(raw, statement);
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
            raw.setReadOnly(false); // the driver sends the setting to the server only after a change
            raw.setReadOnly(true);
        }
        executeSetting(raw, sessions.initialSql());
        attributes.restoreAllBut(RESET);
    }

    /**
     * Sets the session's name again, because the statement may have reset it. The driver sends a request only in that
     * case.
     */
    private void nameAgain(SessionAttributes attributes) throws SQLException {
        if (kind.namesSessions()) {
            attributes.write(SessionAttribute.CLIENT_INFO);
        }
    }

    /** Executes a statement of a setting, whose failure does not quote it. */
    private static void executeSetting(Connection raw, @Nullable String sql) throws SQLException {
        CleanFailure.ofStatement(() -> execute(raw, sql));
    }

    private static void execute(Connection raw, @Nullable String sql) throws SQLException {
        if (sql != null && !sql.isEmpty()) {
            try (Statement statement = raw.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
