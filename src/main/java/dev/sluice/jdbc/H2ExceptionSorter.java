package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;

/**
 * Decides for sessions of H2 like {@link SqlStateExceptionSorter}, with one exception. H2 has the same state for a call on
 * a closed result set and for a call on a closed session, so that state proves nothing. The rollback at the end of the
 * lease finds a closed session.
 */
final class H2ExceptionSorter implements ExceptionSorter {

    /** The state of a call on any closed object: a large object, a result set, a statement, or a connection. */
    private static final String OBJECT_CLOSED = "90007";

    private final ExceptionSorter states = new SqlStateExceptionSorter();

    @Override
    public boolean isFatal(SQLException e) {
        return !OBJECT_CLOSED.equals(e.getSQLState()) && states.isFatal(e);
    }
}
