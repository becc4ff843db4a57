package dev.sluice.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** The substitute for a connection of a full pool. Its close closes the supplied connection, and touches no pool. */
final class SubstituteConnection extends ForwardingConnection implements DegradedConnection {

    private final String pool;
    private final Connection supplied;

    SubstituteConnection(String pool, Connection supplied) {
        this.pool = pool;
        this.supplied = supplied;
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    Connection inner() {
        return supplied;
    }

    @Override
    public void close() throws SQLException {
        supplied.close();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        supplied.abort(executor);
    }

    @Override
    public boolean isClosed() throws SQLException {
        return supplied.isClosed();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type == DegradedConnection.class ? type.cast(this) : super.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type == DegradedConnection.class || super.isWrapperFor(type);
    }

    @Override
    public Connection connection() {
        return this;
    }

    @Override
    public void exposed() {
        // no pool hands the session to another caller
    }

    @Override
    public boolean isEnded() {
        return false; // no pool can end it
    }

    @Override
    public void requireLease() {
        // there is none
    }

    @Override
    public SQLException explained(SQLException failure) {
        return failure;
    }

    @Override
    public void failed(Throwable failure) {
        // the supplier's own connection
    }

    @Override
    public String toString() {
        return "SubstituteConnection[for pool '" + pool + "']";
    }
}
