package dev.sluice.jdbc.leased;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a leased connection. Forwards its calls to the statement of Agroal or of the driver, but names the
 * caller's connection, reports exceptions of the driver, and refuses calls after its end. As thread-safe as the driver's
 * statement.
 */
class LeasedStatement<S extends Statement> extends OpenStatement implements Statement {

    private final S inner;
    private final LeasedConnection holder;
    private @Nullable LeasedResultSet rows; // the last result set of a tracked statement

    LeasedStatement(S inner, LeasedConnection holder) {
        this.inner = inner;
        this.holder = holder;
    }

    /** Returns the statement that does the work. Throws if this statement is closed. */
    final S inner() throws SQLException {
        if (isOver() || holder.hasClosed()) {
            throw new SQLException("Statement is closed");
        }
        return inner;
    }

    final <T> T call(Leased.DriverCall<T> call) throws SQLException {
        return Leased.call(holder, call);
    }

    final void run(Leased.DriverAction action) throws SQLException {
        Leased.run(holder, action);
    }

    /** Returns the result set as a result set of this statement. */
    final ResultSet rows(ResultSet inner) {
        LeasedResultSet made = new LeasedResultSet(inner, this, holder);
        if (isTracked()) {
            made.follow(rows);
            rows = made;
        }
        return made;
    }

    @Override
    int endLeft() {
        try {
            inner.cancel(); // as Agroal does: a query that still runs would delay the close
        } catch (SQLException | RuntimeException e) {
            // the close decides
        }
        int left = endRows();
        try {
            end();
        } catch (SQLException | RuntimeException e) {
            holder.failed(e);
        }
        return left;
    }

    private void end() throws SQLException {
        nowOver();
        inner.close();
    }

    /** Closes the result sets that are open, and returns their number. */
    private int endRows() {
        LeasedResultSet last = rows;
        rows = null;
        return last == null ? 0 : last.endAll();
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
        return call(() -> {
            holder.exposed();
            return inner().unwrap(type);
        });
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || inner().isWrapperFor(type);
    }

    @Override
    public String toString() {
        return inner.toString();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        run(() -> inner().addBatch(sql));
    }

    @Override
    public void cancel() throws SQLException {
        run(() -> inner().cancel());
    }

    @Override
    public void clearBatch() throws SQLException {
        run(() -> inner().clearBatch());
    }

    @Override
    public void clearWarnings() throws SQLException {
        run(() -> inner().clearWarnings());
    }

    @Override
    public void close() throws SQLException {
        if (!isOver()) {
            if (rows != null && !holder.isEnded()) {
                holder.leaked(endRows());
            }
            Leased.close(holder, this::end);
            nowOver();
            dropEndedBelow();
        }
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        run(() -> inner().closeOnCompletion());
    }

    @Override
    public String enquoteIdentifier(String value, boolean value2) throws SQLException {
        return call(() -> inner().enquoteIdentifier(value, value2));
    }

    @Override
    public String enquoteLiteral(String value) throws SQLException {
        return call(() -> inner().enquoteLiteral(value));
    }

    @Override
    public String enquoteNCharLiteral(String value) throws SQLException {
        return call(() -> inner().enquoteNCharLiteral(value));
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return call(() -> inner().execute(sql));
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        return call(() -> inner().execute(sql, keys));
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return call(() -> inner().execute(sql, columns));
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return call(() -> inner().execute(sql, columns));
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return call(() -> inner().executeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return call(() -> inner().executeLargeBatch());
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return call(() -> inner().executeLargeUpdate(sql));
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        return call(() -> inner().executeLargeUpdate(sql, keys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return call(() -> inner().executeLargeUpdate(sql, columns));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return call(() -> inner().executeLargeUpdate(sql, columns));
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return rows(call(() -> inner().executeQuery(sql)));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return call(() -> inner().executeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        return call(() -> inner().executeUpdate(sql, keys));
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return call(() -> inner().executeUpdate(sql, columns));
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return call(() -> inner().executeUpdate(sql, columns));
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return call(() -> inner().getFetchDirection());
    }

    @Override
    public int getFetchSize() throws SQLException {
        return call(() -> inner().getFetchSize());
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        return rows(call(() -> inner().getGeneratedKeys()));
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return call(() -> inner().getLargeMaxRows());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return call(() -> inner().getLargeUpdateCount());
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        return call(() -> inner().getMaxFieldSize());
    }

    @Override
    public int getMaxRows() throws SQLException {
        return call(() -> inner().getMaxRows());
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return call(() -> inner().getMoreResults());
    }

    @Override
    public boolean getMoreResults(int index) throws SQLException {
        return call(() -> inner().getMoreResults(index));
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        return call(() -> inner().getQueryTimeout());
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet current = call(() -> inner().getResultSet());
        return current == null ? null : rows(current);
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return call(() -> inner().getResultSetConcurrency());
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return call(() -> inner().getResultSetHoldability());
    }

    @Override
    public int getResultSetType() throws SQLException {
        return call(() -> inner().getResultSetType());
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return call(() -> inner().getUpdateCount());
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return call(() -> inner().getWarnings());
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return call(() -> inner().isCloseOnCompletion());
    }

    @Override
    public boolean isClosed() throws SQLException {
        return isOver() || holder.isEnded() || holder.hasClosed() || inner.isClosed();
    }

    @Override
    public boolean isPoolable() throws SQLException {
        return call(() -> inner().isPoolable());
    }

    @Override
    public boolean isSimpleIdentifier(String value) throws SQLException {
        return call(() -> inner().isSimpleIdentifier(value));
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        run(() -> inner().setCursorName(name));
    }

    @Override
    public void setEscapeProcessing(boolean value) throws SQLException {
        run(() -> inner().setEscapeProcessing(value));
    }

    @Override
    public void setFetchDirection(int index) throws SQLException {
        run(() -> inner().setFetchDirection(index));
    }

    @Override
    public void setFetchSize(int index) throws SQLException {
        run(() -> inner().setFetchSize(index));
    }

    @Override
    public void setLargeMaxRows(long value) throws SQLException {
        run(() -> inner().setLargeMaxRows(value));
    }

    @Override
    public void setMaxFieldSize(int index) throws SQLException {
        run(() -> inner().setMaxFieldSize(index));
    }

    @Override
    public void setMaxRows(int index) throws SQLException {
        run(() -> inner().setMaxRows(index));
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        run(() -> inner().setPoolable(value));
    }

    @Override
    public void setQueryTimeout(int index) throws SQLException {
        run(() -> inner().setQueryTimeout(index));
    }
}
