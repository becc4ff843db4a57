package dev.sluice.jdbc;

import dev.sluice.jdbc.leased.Leased;
import dev.sluice.jdbc.leased.LeasedConnection;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/**
 * A connection that forwards its calls to another connection, but ends in its own way. Its statements and their rows
 * name this connection, not the other one.
 */
abstract class ForwardingConnection implements Connection, LeasedConnection {

    /** Returns the other connection. Throws if this connection was closed before it had another connection. */
    abstract Connection inner() throws SQLException;

    /** Returns the connection that makes statements, except callable ones. */
    Connection maker() throws SQLException {
        return inner();
    }

    @Override
    public Statement createStatement() throws SQLException {
        return Leased.statement(Leased.call(this, () -> maker().createStatement()), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return Leased.prepared(Leased.call(this, () -> maker().prepareStatement(sql)), this);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return Leased.callable(Leased.call(this, () -> inner().prepareCall(sql)), this);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return Leased.call(this, () -> inner().nativeSQL(sql));
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        Leased.run(this, () -> inner().setAutoCommit(autoCommit));
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return Leased.call(this, () -> inner().getAutoCommit());
    }

    @Override
    public void commit() throws SQLException {
        Leased.run(this, () -> inner().commit());
    }

    @Override
    public void rollback() throws SQLException {
        Leased.run(this, () -> inner().rollback());
    }

    @Override
    public boolean isClosed() throws SQLException {
        return inner().isClosed();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return Leased.call(this, () -> inner().getMetaData());
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        Leased.run(this, () -> inner().setReadOnly(readOnly));
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return Leased.call(this, () -> inner().isReadOnly());
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        Leased.run(this, () -> inner().setCatalog(catalog));
    }

    @Override
    public String getCatalog() throws SQLException {
        return Leased.call(this, () -> inner().getCatalog());
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        Leased.run(this, () -> inner().setTransactionIsolation(level));
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        return Leased.call(this, () -> inner().getTransactionIsolation());
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return Leased.call(this, () -> inner().getWarnings());
    }

    @Override
    public void clearWarnings() throws SQLException {
        Leased.run(this, () -> inner().clearWarnings());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return Leased.statement(Leased.call(this, () -> maker().createStatement(type, concurrency)), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return Leased.prepared(Leased.call(this, () -> maker().prepareStatement(sql, type, concurrency)), this);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return Leased.callable(Leased.call(this, () -> inner().prepareCall(sql, type, concurrency)), this);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return Leased.call(this, () -> inner().getTypeMap());
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        Leased.run(this, () -> inner().setTypeMap(map));
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        Leased.run(this, () -> inner().setHoldability(holdability));
    }

    @Override
    public int getHoldability() throws SQLException {
        return Leased.call(this, () -> inner().getHoldability());
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return Leased.call(this, () -> inner().setSavepoint());
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return Leased.call(this, () -> inner().setSavepoint(name));
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        Leased.run(this, () -> inner().rollback(savepoint));
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        Leased.run(this, () -> inner().releaseSavepoint(savepoint));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return Leased.statement(Leased.call(this, () -> maker().createStatement(type, concurrency, holdability)), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return Leased.prepared(
                Leased.call(this, () -> maker().prepareStatement(sql, type, concurrency, holdability)), this);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return Leased.callable(Leased.call(this, () -> inner().prepareCall(sql, type, concurrency, holdability)), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return Leased.prepared(Leased.call(this, () -> maker().prepareStatement(sql, autoGeneratedKeys)), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return Leased.prepared(Leased.call(this, () -> maker().prepareStatement(sql, columnIndexes)), this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return Leased.prepared(Leased.call(this, () -> maker().prepareStatement(sql, columnNames)), this);
    }

    @Override
    public Clob createClob() throws SQLException {
        return Leased.call(this, () -> inner().createClob());
    }

    @Override
    public Blob createBlob() throws SQLException {
        return Leased.call(this, () -> inner().createBlob());
    }

    @Override
    public NClob createNClob() throws SQLException {
        return Leased.call(this, () -> inner().createNClob());
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return Leased.call(this, () -> inner().createSQLXML());
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        return Leased.call(this, () -> inner().isValid(timeout));
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        inform(() -> inner().setClientInfo(name, value));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        inform(() -> inner().setClientInfo(properties));
    }

    private void inform(Leased.DriverAction change) throws SQLClientInfoException {
        try {
            Leased.run(this, change);
        } catch (SQLClientInfoException e) {
            throw e;
        } catch (SQLException e) {
            throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        return Leased.call(this, () -> inner().getClientInfo(name));
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        return Leased.call(this, () -> inner().getClientInfo());
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        return Leased.call(this, () -> inner().createArrayOf(typeName, elements));
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        return Leased.call(this, () -> inner().createStruct(typeName, attributes));
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        Leased.run(this, () -> inner().setSchema(schema));
    }

    @Override
    public String getSchema() throws SQLException {
        return Leased.call(this, () -> inner().getSchema());
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        Leased.run(this, () -> inner().setNetworkTimeout(executor, milliseconds));
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        return Leased.call(this, () -> inner().getNetworkTimeout());
    }

    @Override
    public void beginRequest() throws SQLException {
        Leased.run(this, () -> inner().beginRequest());
    }

    @Override
    public void endRequest() throws SQLException {
        Leased.run(this, () -> inner().endRequest());
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey key, ShardingKey superKey, int timeout) throws SQLException {
        return Leased.call(this, () -> inner().setShardingKeyIfValid(key, superKey, timeout));
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey key, int timeout) throws SQLException {
        return Leased.call(this, () -> inner().setShardingKeyIfValid(key, timeout));
    }

    @Override
    public void setShardingKey(ShardingKey key, ShardingKey superKey) throws SQLException {
        Leased.run(this, () -> inner().setShardingKey(key, superKey));
    }

    @Override
    public void setShardingKey(ShardingKey key) throws SQLException {
        Leased.run(this, () -> inner().setShardingKey(key));
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Leased.call(this, () -> inner().unwrap(type));
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Leased.call(this, () -> inner().isWrapperFor(type));
    }
}
