package dev.sluice.jdbc;

import dev.sluice.jdbc.leased.LeftOpen;
import dev.sluice.pool.Lease;
import java.sql.SQLException;

/**
 * Ends the leases that Agroal does not receive, as Agroal's return would: rolls open work back, restores what was
 * changed, and ends a session that a fatal failure has marked. Thread-safe; one thread ends each lease.
 */
final class DirectReturn {

    private final SessionReset reset;
    private final Warnings warnings;
    private final boolean tracksStatements;

    /**
     * @param reset prepares sessions for their next users
     * @param warnings receives reports about statements that were left open
     * @param tracksStatements whether statements are closed with their connection
     */
    DirectReturn(SessionReset reset, Warnings warnings, boolean tracksStatements) {
        this.reset = reset;
        this.warnings = warnings;
        this.tracksStatements = tracksStatements;
    }

    boolean tracksStatements() {
        return tracksStatements;
    }

    /** Reports statements and result sets that were left open, as Agroal does. */
    void reportLeft(LeftOpen left) {
        if (!left.equals(LeftOpen.NONE)) {
            warnings.log()
                    .onWarning("JDBC resources leaked: " + left.resultSets() + " ResultSet(s) and " + left.statements()
                            + " Statement(s)");
        }
    }

    /**
     * Ends a lease whose statements are closed.
     *
     * @param usedAgroal whether a wrapper of Agroal was used, which records changes
     * @throws RuntimeException if the driver throws an unchecked exception; lease and session have ended nevertheless
     */
    void end(PhysicalConnection connection, Lease<PhysicalConnection> lease, boolean usedAgroal) {
        boolean ready = false;
        try {
            ready = isReady(connection, lease, usedAgroal);
        } finally {
            if (!ready) {
                lease.invalidate();
            }
            connection.unusedDirectly();
            lease.close();
        }
    }

    private boolean isReady(PhysicalConnection connection, Lease<PhysicalConnection> lease, boolean usedAgroal) {
        if (connection.breakIfBlocked()) {
            return false;
        }
        try {
            // a failed rollback must not be followed by a change of autocommit, which would commit the work
            reset.endWork(connection.raw());
        } catch (SQLException e) {
            connection.cut(); // Agroal restores attributes of every session, and some of them commit, too
            return false;
        } catch (RuntimeException | Error e) {
            connection.cut();
            throw e;
        }
        boolean seen = hasWarnings(connection) || usedAgroal || connection.hasFailed();
        return (!seen || isRestored(connection)) && reset.readies(connection, lease);
    }

    private boolean hasWarnings(PhysicalConnection connection) {
        try {
            return connection.raw().getWarnings() != null;
        } catch (SQLException e) {
            return true; // reported by the next step
        }
    }

    /** Restores what Agroal has recorded; returns false if a failure, or a warning, means the end of the session. */
    private boolean isRestored(PhysicalConnection connection) {
        try {
            connection.restoreByAgroal();
        } catch (SQLException e) {
            if (!connection.isMarked()) { // otherwise Agroal reports it when it closes the session
                warnings.log().onWarning(e);
            }
        }
        return !connection.isMarked();
    }
}
