package dev.sluice.batch.jdbc;

import dev.sluice.batch.Busy;
import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.ConnectionLost;
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

/** What an {@link SQLException} means for a batch. */
public enum Trouble {
    /** The pool lets nobody in now: it is full, paused or disabled, and that will pass. */
    BUSY,
    /** The pool cannot connect. */
    AWAY,
    /** A session is gone, and what became of its transaction is not known. */
    LOST,
    /** The transaction met others: a deadlock, or rows that were changed meanwhile (class 40). */
    AGAIN,
    /** There is no pool any more. */
    OVER,
    /** It would be the same another time. */
    OTHER;

    private static final SqlStateExceptionSorter SORTER = new SqlStateExceptionSorter();
    private static final String ROLLED_BACK = "40";
    private static final String NOT_KNOWN = "40003";
    private static final String H2_STATEMENT = "; SQL statement:";

    /** What that one means. */
    public static Trouble of(SQLException e) {
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
        for (SQLException each = e; each != null; each = each.getNextException()) {
            Trouble trouble = ofOne(each);
            if (trouble != OTHER) {
                return trouble;
            }
        }
        return OTHER;
    }

    private static Trouble ofOne(SQLException e) {
        String state = e.getSQLState();
        if (SORTER.isFatal(e) || e instanceof SQLTransientConnectionException || NOT_KNOWN.equals(state)) {
            return LOST;
        }
        if (e.getCause() instanceof SQLRecoverableException) {
            return LOST;
        }
        return state != null && state.startsWith(ROLLED_BACK) ? AGAIN : OTHER;
    }

    /** Whether it says that the transaction, not the job, is at fault; doing jobs one by one does not help then. */
    static boolean isOfConnection(Throwable e) {
        return e instanceof SQLException sql && of(sql) != OTHER;
    }

    /** What the engine understands of it. */
    Exception exception(SQLException e) {
        return switch (this) {
            case BUSY -> new Busy(words(e));
            case AWAY -> new Unreachable(words(e), e);
            case LOST -> new ConnectionLost(words(e), e);
            case AGAIN -> new TryAgain(words(e), e);
            case OVER -> new CannotGoOn(words(e), e);
            case OTHER -> e;
        };
    }

    /** Why, in a line. */
    public static String words(Throwable e) {
        if (e instanceof SQLException sql) {
            return words(sql);
        }
        return firstLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    /** Its message; of a batch statement's, the one behind it, which names the reason. */
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
