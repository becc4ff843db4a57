package dev.sluice.batch.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Attempts in the transaction under way, each after a savepoint. An attempt that fails, or that is not kept, is undone
 * alone. Used by one thread.
 */
final class SavepointAttempts {

    private static final int MOST_SAVEPOINTS = 32;
    private static final String CHECK = "set constraints all immediate";
    private static final String CHECK_LATER = "set constraints all deferred";

    private final Connection connection;
    private final boolean checksConstraints;
    private final boolean failingConflicts;
    private @Nullable Savepoint current;
    private @Nullable Savepoint oldest;
    private int savepoints;

    /**
     * Creates the attempts of a transaction.
     *
     * @param checksConstraints whether an attempt also fails if a constraint fails that is checked at commit
     * @param failingConflicts whether an attempt may fail because it conflicts with other transactions
     */
    SavepointAttempts(Connection connection, boolean checksConstraints, boolean failingConflicts) {
        this.connection = connection;
        this.checksConstraints = checksConstraints;
        this.failingConflicts = failingConflicts;
    }

    /** The action of an attempt. */
    @FunctionalInterface
    interface AttemptedAction {
        void run() throws Exception;
    }

    /**
     * Runs the action; returns null, or the fault of a job or the statement, and then the action was undone. A call of
     * {@link #keep} or {@link #undo} follows an attempt without a fault.
     *
     * @throws Exception on a failure that no job caused
     */
    @Nullable
    Throwable attempt(AttemptedAction action) throws Exception {
        Savepoint before = savepoint();
        try {
            action.run();
            if (checksConstraints) {
                execute(CHECK);
                deferChecks();
            }
        } catch (Exception | Error e) {
            if (!failingConflicts || SqlErrors.kindOf(e) != SqlErrorKind.AGAIN) {
                ChunkFaults.requireOfJobs(e);
            }
            connection.rollback(before);
            return e;
        }
        return null;
    }

    /** Defers the checks of constraints until the next attempt has run. */
    void deferChecks() throws SQLException {
        execute(CHECK_LATER);
    }

    /**
     * Returns the savepoint of the next attempt. The savepoint of a refused attempt outlives its rollback and is
     * reused.
     */
    private Savepoint savepoint() throws SQLException {
        Savepoint known = current;
        if (known == null) {
            known = connection.setSavepoint();
            current = known;
            oldest = oldest == null ? known : oldest;
            savepoints++;
        }
        return known;
    }

    /** Keeps an attempt. Releasing the oldest savepoint releases all, so one round trip serves several. */
    void keep() throws SQLException {
        current = null;
        if (oldest != null && savepoints >= MOST_SAVEPOINTS) {
            try {
                connection.releaseSavepoint(oldest);
            } catch (SQLFeatureNotSupportedException e) {
                // Oracle and SQL Server have no such call: their savepoints end at the commit
            }
            oldest = null;
            savepoints = 0;
        }
    }

    /** Undoes an attempt without a fault. */
    void undo() throws SQLException {
        connection.rollback(savepoint());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
