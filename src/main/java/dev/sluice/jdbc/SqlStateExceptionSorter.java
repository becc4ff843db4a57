package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.Set;

/** For databases without a sorter of their own: the standard's class 08, and H2's words for a lost session. */
final class SqlStateExceptionSorter implements ExceptionSorter {

    /** H2: object closed, connection broken, database closed, database closed by exec. */
    private static final Set<String> LOST_SESSION = Set.of("90007", "90067", "90098", "90121");

    @Override
    public boolean isFatal(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || (state != null && (state.startsWith("08") || LOST_SESSION.contains(state)));
    }
}
