package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;

/** A session that costs nothing: what is set is remembered, and everything succeeds at once. */
final class FakeConnection extends UnsupportedConnection {

    private boolean closed;
    private boolean autoCommit = true;
    private boolean readOnly;
    private int isolation = Connection.TRANSACTION_READ_COMMITTED;
    private int holdability;
    private int networkTimeout;
    private String catalog = "catalog";
    private String schema = "schema";

    @Override
    public Statement createStatement() {
        return new FakeStatement(this);
    }

    @Override
    public void setAutoCommit(boolean value) {
        autoCommit = value;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void commit() {
        // there is nothing to commit
    }

    @Override
    public void rollback() {
        // there is nothing to roll back
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FakeDriver.closed();
        }
    }

    @Override
    public void abort(Executor executor) {
        close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isValid(int seconds) {
        return !closed;
    }

    @Override
    public void setReadOnly(boolean value) {
        readOnly = value;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setTransactionIsolation(int value) {
        isolation = value;
    }

    @Override
    public int getTransactionIsolation() {
        return isolation;
    }

    @Override
    public void setHoldability(int value) {
        holdability = value;
    }

    @Override
    public int getHoldability() {
        return holdability;
    }

    @Override
    public void setCatalog(String value) {
        catalog = value;
    }

    @Override
    public String getCatalog() {
        return catalog;
    }

    @Override
    public void setSchema(String value) {
        schema = value;
    }

    @Override
    public String getSchema() {
        return schema;
    }

    @Override
    public void setNetworkTimeout(Executor executor, int millis) {
        networkTimeout = millis;
    }

    @Override
    public int getNetworkTimeout() {
        return networkTimeout;
    }

    @Override
    public SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {
        // there are none
    }

    @Override
    public void setClientInfo(String name, String value) {
        // nobody asks for it
    }

    @Override
    public void setClientInfo(Properties properties) {
        // nobody asks for it
    }

    @Override
    public String getClientInfo(String name) {
        return null;
    }

    @Override
    public Properties getClientInfo() {
        return new Properties();
    }
}
