package dev.sluice.jdbc;

import dev.sluice.value.BadValue;
import org.jspecify.annotations.Nullable;

/**
 * The session state that the next holder must not see. Immutable. Invalid combinations are refused with an {@link
 * IllegalArgumentException} that names the key as in a configuration.
 *
 * @param mode the way to prepare a session for the next holder
 * @param query the statement of {@link Mode#QUERY}; null in the other modes
 * @param betweenTenants whether {@link Mode#TRANSACTION} becomes {@link Mode#FULL} where tenants share the pool: for a
 *     lease of a tenant, and for all leases while the pool's policy names tenants
 */
public record SessionRules(Mode mode, @Nullable String query, boolean betweenTenants) {

    /** The default: {@link Mode#TRANSACTION}, and {@link Mode#FULL} between tenants. */
    public static final SessionRules DEFAULT = new SessionRules(Mode.TRANSACTION, null, true);

    /** The way to prepare a session for the next holder. */
    public enum Mode {
        /** Rolls back uncommitted work and resets the attributes of JDBC, nothing else. */
        TRANSACTION,
        /**
         * Discards all state of the session on the server, and runs the initial statement again. If the database has no
         * statement for that, a new session replaces the old one.
         */
        FULL,
        /** Resets like {@link #TRANSACTION}; then runs the statement of the configuration. */
        QUERY
    }

    /** Checks that a query is given if and only if the mode needs it. */
    public SessionRules {
        boolean isGiven = query != null && !query.isBlank();
        if (mode == Mode.QUERY && !isGiven) {
            throw BadValue.of("session-reset-query", "is required if session-reset is 'query'");
        }
        if (mode != Mode.QUERY && query != null) {
            throw BadValue.of("session-reset-query", "is allowed only if session-reset is 'query'");
        }
    }

    /** Returns the default rules with this mode, which needs no query. */
    public static SessionRules of(Mode mode) {
        return new SessionRules(mode, null, true);
    }
}
