package dev.sluice.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What of a session the next borrower must not see. Immutable. Rules that make no sense are refused with an
 * {@link IllegalArgumentException} that names the key as it is written in a configuration.
 *
 * @param mode how a session is made ready for the next borrower
 * @param query what {@link Mode#QUERY} runs; null in the other modes
 * @param betweenTenants whether {@link Mode#TRANSACTION} becomes {@link Mode#FULL} wherever tenants share the pool:
 *     for a lease that was acquired for a tenant, and for all while the pool's policy names tenants
 */
public record SessionRules(Mode mode, @Nullable String query, boolean betweenTenants) {

    /** What JDBC can express, and everything between tenants. */
    public static final SessionRules DEFAULT = new SessionRules(Mode.TRANSACTION, null, true);

    /** How a session is made ready for the next borrower. */
    public enum Mode {
        /** What was not committed is rolled back, and the attributes that JDBC has are set back. Nothing else. */
        TRANSACTION,
        /**
         * All of the session's state on the server is discarded, and the initial statement run again; where the
         * database has no statement for that, the session is replaced by a new one.
         */
        FULL,
        /** As {@link #TRANSACTION}; then the statement of the configuration is run. */
        QUERY
    }

    /** Checks that a query is there if it is needed, and only then. */
    public SessionRules {
        boolean isGiven = query != null && !query.isBlank();
        if (mode == Mode.QUERY && !isGiven) {
            throw new IllegalArgumentException("session-reset-query is missing: session-reset is query");
        }
        if (mode != Mode.QUERY && query != null) {
            throw new IllegalArgumentException(
                    "session-reset-query makes sense only if session-reset is query: " + query);
        }
    }

    /** The default rules with this mode, which needs no query. */
    public static SessionRules of(Mode mode) {
        return new SessionRules(mode, null, true);
    }
}
