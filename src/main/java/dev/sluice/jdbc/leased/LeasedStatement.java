package dev.sluice.jdbc.leased;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a leased connection. Forwards its calls to Agroal's statement, but names the caller's connection and
 * reports unchecked exceptions of the driver. As thread-safe as the driver's statement.
 */
class LeasedStatement<S extends Statement> implements Statement {

    final S inner;
    final LeasedConnection holder;

    LeasedStatement(S inner, LeasedConnection holder) {
        this.inner = inner;
        this.holder = holder;
    }

    final <T> T call(Leased.DriverCall<T> call) throws SQLException {
        return Leased.call(holder, call);
    }

    /** Returns the result set as a result set of this statement. */
    final ResultSet rows(ResultSet rows) {
        return new LeasedResultSet(rows, this, holder);
    }

    @Override
    public Connection getConnection() {
        return holder.connection();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        holder.exposed();
        return inner.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || inner.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return inner.toString();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        inner.addBatch(sql);
    }

    @Override
    public void cancel() throws SQLException {
        inner.cancel();
    }

    @Override
    public void clearBatch() throws SQLException {
        inner.clearBatch();
    }

    @Override
    public void clearWarnings() throws SQLException {
        inner.clearWarnings();
    }

    @Override
    public void close() throws SQLException {
        Leased.close(holder, inner::close);
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        inner.closeOnCompletion();
    }

    @Override
    public String enquoteIdentifier(String value, boolean value2) throws SQLException {
        return inner.enquoteIdentifier(value, value2);
    }

    @Override
    public String enquoteLiteral(String value) throws SQLException {
        return inner.enquoteLiteral(value);
    }

    @Override
    public String enquoteNCharLiteral(String value) throws SQLException {
        return inner.enquoteNCharLiteral(value);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return call(() -> inner.execute(sql));
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        return call(() -> inner.execute(sql, keys));
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return call(() -> inner.execute(sql, columns));
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return call(() -> inner.execute(sql, columns));
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return call(() -> inner.executeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return call(() -> inner.executeLargeBatch());
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return call(() -> inner.executeLargeUpdate(sql));
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        return call(() -> inner.executeLargeUpdate(sql, keys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return call(() -> inner.executeLargeUpdate(sql, columns));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return call(() -> inner.executeLargeUpdate(sql, columns));
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return rows(call(() -> inner.executeQuery(sql)));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return call(() -> inner.executeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        return call(() -> inner.executeUpdate(sql, keys));
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return call(() -> inner.executeUpdate(sql, columns));
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return call(() -> inner.executeUpdate(sql, columns));
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return inner.getFetchDirection();
    }

    @Override
    public int getFetchSize() throws SQLException {
        return inner.getFetchSize();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        return rows(call(() -> inner.getGeneratedKeys()));
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return inner.getLargeMaxRows();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return inner.getLargeUpdateCount();
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        return inner.getMaxFieldSize();
    }

    @Override
    public int getMaxRows() throws SQLException {
        return inner.getMaxRows();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return call(() -> inner.getMoreResults());
    }

    @Override
    public boolean getMoreResults(int index) throws SQLException {
        return call(() -> inner.getMoreResults(index));
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        return inner.getQueryTimeout();
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet rows = inner.getResultSet();
        return rows == null ? null : rows(rows);
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return inner.getResultSetConcurrency();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return inner.getResultSetHoldability();
    }

    @Override
    public int getResultSetType() throws SQLException {
        return inner.getResultSetType();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return inner.getUpdateCount();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return inner.getWarnings();
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return inner.isCloseOnCompletion();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return inner.isClosed();
    }

    @Override
    public boolean isPoolable() throws SQLException {
        return inner.isPoolable();
    }

    @Override
    public boolean isSimpleIdentifier(String value) throws SQLException {
        return inner.isSimpleIdentifier(value);
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        inner.setCursorName(name);
    }

    @Override
    public void setEscapeProcessing(boolean value) throws SQLException {
        inner.setEscapeProcessing(value);
    }

    @Override
    public void setFetchDirection(int index) throws SQLException {
        inner.setFetchDirection(index);
    }

    @Override
    public void setFetchSize(int index) throws SQLException {
        inner.setFetchSize(index);
    }

    @Override
    public void setLargeMaxRows(long value) throws SQLException {
        inner.setLargeMaxRows(value);
    }

    @Override
    public void setMaxFieldSize(int index) throws SQLException {
        inner.setMaxFieldSize(index);
    }

    @Override
    public void setMaxRows(int index) throws SQLException {
        inner.setMaxRows(index);
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        inner.setPoolable(value);
    }

    @Override
    public void setQueryTimeout(int index) throws SQLException {
        inner.setQueryTimeout(index);
    }
}
