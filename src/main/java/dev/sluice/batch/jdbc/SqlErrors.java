package dev.sluice.batch.jdbc;

import dev.sluice.jdbc.SqlStateExceptionSorter;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** Classifies failures of a database for a batch, and describes them in words. */
public final class SqlErrors {

    private static final SqlStateExceptionSorter SORTER = new SqlStateExceptionSorter();
    private static final int LONGEST_CHAIN = 100;
    private static final String NOT_KNOWN = "40003";
    private static final String H2_STATEMENT = "; SQL statement:";

    private SqlErrors() {}

    /** Returns the meaning of the exception. */
    public static SqlErrorKind kindOf(SQLException e) {
        Throwable cause = e.getCause();
        if (cause instanceof AcquireTimeout
                || cause instanceof PoolSaturated
                || cause instanceof PoolDisabled
                || cause instanceof RateLimited) {
            return SqlErrorKind.BUSY;
        }
        if (cause instanceof CreationFailed || cause instanceof CircuitOpen) {
            return SqlErrorKind.AWAY;
        }
        if (cause instanceof PoolClosed) {
            return SqlErrorKind.OVER;
        }
        if (cause instanceof PoolException) {
            return SqlErrorKind.OTHER; // the pool refuses the request itself
        }
        return ofChain(e);
    }

    /** Returns the kind of a chain of errors; a temporary server error anywhere in the chain outweighs the fault of a job. */
    private static SqlErrorKind ofChain(SQLException e) {
        SqlErrorKind found = SqlErrorKind.OTHER;
        SQLException each = e;
        for (int i = 0; each != null && i < LONGEST_CHAIN; i++) {
            SqlErrorKind kind = ofOne(each);
            if (!kind.isOfJobs()) {
                return kind;
            }
            found = kind == SqlErrorKind.STATEMENT ? kind : found;
            each = each.getNextException();
        }
        return found;
    }

    /** Returns the kind of any exception of a handler; an {@link SQLException} may be among its causes. */
    static SqlErrorKind kindOf(Throwable e) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
            if (cause instanceof SQLException sql) {
                return kindOf(sql);
            }
            cause = cause.getCause();
        }
        return SqlErrorKind.OTHER;
    }

    private static SqlErrorKind ofOne(SQLException e) {
        String state = e.getSQLState();
        // MariaDB's driver uses that type for every state that it does not know
        boolean isConnections = e instanceof SQLTransientConnectionException && (state == null || state.isEmpty());
        if (SORTER.isFatal(e)
                || isConnections
                || NOT_KNOWN.equals(state)
                || e.getCause() instanceof SQLRecoverableException) {
            return SqlErrorKind.LOST;
        }
        return SqlStates.of(e);
    }

    /** Returns the reason in one line. */
    public static String words(Throwable e) {
        if (e instanceof SQLException sql) {
            return words(sql);
        }
        return firstLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    /** Returns the message of the exception; for a batch statement, the message behind it, which names the reason. */
    static String words(SQLException e) {
        SQLException next = e.getNextException();
        String message = next == null ? e.getMessage() : next.getMessage();
        return firstLine(message == null ? e.getClass().getSimpleName() : message);
    }

    /** Returns the first line, without the words of H2 before the statement on the next line. */
    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.endsWith(H2_STATEMENT) ? line.substring(0, line.length() - H2_STATEMENT.length()) : line;
    }
}
