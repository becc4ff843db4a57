package dev.sluice.jdbc;

import io.agroal.api.transaction.TransactionAware;
import java.sql.SQLException;

/**
 * A physical connection as one transaction sees it. The calls of the transaction manager pass through this object. So a
 * transaction that failed to enlist the connection cannot release it at its own end, when another caller may hold it.
 */
final class EnlistedConnection implements TransactionAware, Enlistment {

    private final PhysicalConnection connection;
    private final TransactionAware handler;
    private volatile boolean started;
    private volatile boolean detached;
    private volatile boolean refused;

    EnlistedConnection(PhysicalConnection connection) {
        this.connection = connection;
        this.handler = connection.control();
    }

    PhysicalConnection connection() {
        return connection;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    /** Marks that the transaction refused the connection and did not use it: the session is unchanged. */
    void refuse() {
        refused = true;
    }

    @Override
    public boolean isRefused() {
        return refused;
    }

    @Override
    public void detach() {
        detached = true;
    }

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public void transactionStart() throws SQLException {
        handler.transactionStart();
        started = true;
    }

    @Override
    public void transactionBeforeCompletion(boolean successful) {
        if (!detached) {
            handler.transactionBeforeCompletion(successful);
        }
    }

    @Override
    public void transactionCommit() throws SQLException {
        if (detached) {
            throw new SQLException("cannot commit: the connection was detached from the transaction", "25000");
        }
        if (connection.breakIfBlocked()) {
            throw new SQLException(
                    "cannot commit: the connection has an unfinished command; the transaction is rolled back", "08007");
        }
        callHandler(handler::transactionCommit);
    }

    /** Rolls back, unless the connection was detached: then it was closed, and no work is left. */
    @Override
    public void transactionRollback() throws SQLException {
        if (!detached && !connection.breakIfBlocked()) { // otherwise the server ends the transaction with the session
            callHandler(handler::transactionRollback);
        }
    }

    /** Runs a call, and reports an unchecked exception of the driver, because Agroal does not report it. */
    private void callHandler(PhysicalConnection.ReleaseAction action) throws SQLException {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            connection.failed(e);
            throw e;
        }
    }

    @Override
    public void transactionEnd() throws SQLException {
        // RACE: the application may close its connection while the transaction times out on another thread
        connection.alone(() -> {
            if (!detached) {
                detached = true;
                connection.orAbandon(handler::transactionEnd);
            }
        });
    }

    @Override
    public void transactionCheckCallback(SQLCallable<Boolean> transactionCheck) {
        handler.transactionCheckCallback(transactionCheck);
    }

    @Override
    public Object getConnection() {
        return handler.getConnection();
    }

    @Override
    public void setFlushOnly() {
        if (!detached) {
            handler.setFlushOnly();
        }
    }
}
