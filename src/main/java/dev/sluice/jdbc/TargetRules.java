package dev.sluice.jdbc;

import dev.sluice.jdbc.url.Destinations;
import dev.sluice.jdbc.url.TargetPolicy;
import dev.sluice.pool.failure.TargetNotAllowed;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * The rules for databases that requests name.
 *
 * @param policy returns the databases that a request may name, as configured now
 * @param own the destinations of the pool's stored credentials
 * @param configured those of them that the configuration names
 * @param isPoolRequested whether a request has created the pool, so that the rules hold for its first database, too
 */
record TargetRules(Supplier<TargetPolicy> policy, Destinations own, Destinations configured, boolean isPoolRequested) {

    /** Creates the rules of a pool that the configuration, or the application, has created. */
    static TargetRules ofConfigured(Destinations own, Supplier<TargetPolicy> policy) {
        return new TargetRules(policy, own, own, false);
    }

    /** Returns normally if a request may move the pool to the URL. */
    void admit(String url, boolean bringsCredentials) {
        policy.get().admit(url, own, bringsCredentials);
    }

    /**
     * Checks the addresses of a requested URL before a session is opened, because they may have changed.
     *
     * @throws SQLException if a host has no address, or one that no request may name
     */
    void beforeSession(String url) throws SQLException {
        try {
            policy.get().checkAddresses(url, configured);
        } catch (UnknownHostException e) {
            throw new SQLException("a host of the database has no address: " + e.getMessage(), "08001", e);
        } catch (TargetNotAllowed e) {
            throw new SQLException("the database may not be used by a request: " + e.getMessage(), "08001", e);
        }
    }
}
