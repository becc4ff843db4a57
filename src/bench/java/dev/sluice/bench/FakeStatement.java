package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLWarning;

/** A statement to be created and closed. */
final class FakeStatement extends UnsupportedStatement {

    private final Connection connection;
    private boolean closed;
    private int queryTimeout;

    FakeStatement(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void cancel() {
        // it does not run
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
    public void setQueryTimeout(int seconds) {
        queryTimeout = seconds;
    }

    @Override
    public int getQueryTimeout() {
        return queryTimeout;
    }
}
