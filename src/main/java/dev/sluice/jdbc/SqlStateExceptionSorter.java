package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.Set;

/**
 * Decides by SQLSTATE: class 08 of the standard, and the states with which PostgreSQL and H2 report a lost session
 * before the socket fails. The states of PostgreSQL are from appendix A of its manual; no other database uses them with
 * another meaning.
 */
public final class SqlStateExceptionSorter implements ExceptionSorter {

    private static final Set<String> LOST_SESSION = Set.of(
            "57P01", // PostgreSQL: terminated by an administrator, or a shutdown
            "57P02", // PostgreSQL: another session crashed
            "57P03", // PostgreSQL: cannot connect now
            "57P05", // PostgreSQL: idle for too long
            "25P03", // PostgreSQL: idle in a transaction for too long
            "90007", // H2: object closed
            "90067", // H2: connection broken
            "90098", // H2: database closed
            "90121"); // H2: database closed when the VM ends

    @Override
    public boolean isFatal(SQLException e) {
        String state = e.getSQLState();
        if (PostgresError.isOfAnotherConnection(e)) {
            return false;
        }
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || (state != null && (state.startsWith("08") || LOST_SESSION.contains(state)));
    }
}
