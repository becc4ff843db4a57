package dev.sluice.batch.jdbc;

import dev.sluice.batch.Busy;
import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.ConnectionLost;
import dev.sluice.batch.ServerTrouble;
import dev.sluice.batch.TryAgain;
import dev.sluice.batch.Unreachable;
import dev.sluice.jdbc.SqlStateExceptionSorter;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolSaturated;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** The meaning of an {@link SQLException} for a batch. */
public enum SqlErrorKind {
    /** The pool lets nobody in now: it is full, paused or disabled, and that will pass. */
    BUSY,
    /** The pool cannot connect. */
    AWAY,
    /** A session is gone, and what became of its transaction is not known. */
    LOST,
    /** The transaction met others: a deadlock, or rows that were changed meanwhile (class 40). */
    AGAIN,
    /**
     * The server has passing trouble of its own: a full disk, a lock of another session, a failover. No job is at
     * fault.
     */
    PASSING,
    /** There is no pool any more. */
    OVER,
    /** Another try would fail, too. The statement is at fault, unless other jobs of the same statement succeed. */
    STATEMENT,
    /** Another try would fail, too, and the job is at fault. */
    OTHER;

    private static final SqlStateExceptionSorter SORTER = new SqlStateExceptionSorter();
    private static final int LONGEST_CHAIN = 100;
    private static final String NOT_KNOWN = "40003";
    private static final String H2_STATEMENT = "; SQL statement:";

    /** Classifies the exception. */
    public static SqlErrorKind of(SQLException e) {
        Throwable cause = e.getCause();
        if (cause instanceof AcquireTimeout || cause instanceof PoolSaturated || cause instanceof PoolDisabled) {
            return BUSY;
        }
        if (cause instanceof CreationFailed) {
            return AWAY;
        }
        if (cause instanceof PoolClosed) {
            return OVER;
        }
        if (cause instanceof PoolException) {
            return OTHER; // it refuses what was asked for
        }
        return ofChain(e);
    }

    /** Returns the trouble of a chain; trouble of the server, anywhere in it, outweighs the fault of a job. */
    private static SqlErrorKind ofChain(SQLException e) {
        SqlErrorKind found = OTHER;
        SQLException each = e;
        for (int i = 0; each != null && i < LONGEST_CHAIN; i++) {
            SqlErrorKind trouble = ofOne(each);
            if (!trouble.isOfJobs()) {
                return trouble;
            }
            found = trouble == STATEMENT ? trouble : found;
            each = each.getNextException();
        }
        return found;
    }

    /** Returns the trouble of anything that a handler throws; an {@link SQLException} may be among its causes. */
    static SqlErrorKind of(Throwable e) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
            cause = cause.getCause();
        }
        return OTHER;
    }

    private static SqlErrorKind ofOne(SQLException e) {
        String state = e.getSQLState();
        // MariaDB's driver uses that type for every state that it does not know
        boolean isConnections = e instanceof SQLTransientConnectionException && (state == null || state.isEmpty());
        if (SORTER.isFatal(e)
                || isConnections
                || NOT_KNOWN.equals(state)
                || e.getCause() instanceof SQLRecoverableException) {
            return LOST;
        }
        return SqlStates.of(e);
    }

    /** Returns whether a job or the statement is at fault; otherwise doing jobs one by one does not help. */
    public boolean isOfJobs() {
        return this == OTHER || this == STATEMENT;
    }

    /** Returns the exception that the engine understands, for trouble that is no job's fault. */
    Exception exception(Throwable e) {
        return switch (this) {
            case BUSY -> new Busy(words(e));
            case AWAY -> new Unreachable(words(e), e);
            case LOST -> new ConnectionLost(words(e), e);
            case AGAIN -> new TryAgain(words(e), e);
            case PASSING -> new ServerTrouble(words(e), e);
            case OVER, STATEMENT, OTHER -> new CannotGoOn(ValueFreeMessage.words(e), e);
        };
    }

    /** Why, in a line. */
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

    /** Without what H2 has between its message and the statement, which comes on the next line. */
    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.endsWith(H2_STATEMENT) ? line.substring(0, line.length() - H2_STATEMENT.length()) : line;
    }
}
