package dev.sluice.jdbc;

import io.agroal.api.transaction.TransactionAware;
import java.sql.SQLException;

/**
 * A physical connection as one transaction sees it. What the transaction manager calls goes through here, so
 * that a transaction which failed to enlist the connection cannot give back, at its end, a connection that
 * has long been leased to somebody else.
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

    /** Marks that the transaction refused the connection and did nothing with it: the session is unchanged. */
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
            throw new SQLException("the connection is not part of this transaction any more", "25000");
        }
        if (connection.breakIfBlocked()) {
            throw new SQLException("the connection was left within a command: the transaction is rolled back", "08007");
        }
        watch(handler::transactionCommit);
    }

    /** Of a connection that has left, nothing is left to roll back: it was closed. */
    @Override
    public void transactionRollback() throws SQLException {
        if (!detached && !connection.breakIfBlocked()) { // with the session, the server ends the transaction
            watch(handler::transactionRollback);
        }
    }

    /** Reports an unchecked exception of the driver, which Agroal does not. */
    private void watch(PhysicalConnection.Action action) throws SQLException {
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
