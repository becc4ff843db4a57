package dev.sluice.jdbc.leased;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a statement of a leased connection. Forwards its calls to the result set of Agroal or of the driver, but
 * names the caller's statement, reports exceptions of the driver, and refuses calls after its close. As thread-safe as
 * the driver's result set.
 */
@SuppressWarnings("deprecation") // the interface has deprecated methods
final class LeasedResultSet extends LeasedRow {

    private final Statement statement;
    private boolean over;

    private @Nullable LeasedResultSet earlier; // of the same statement, if that is tracked
    private int left; // earlier result sets that only the driver has closed

    LeasedResultSet(ResultSet inner, Statement statement, LeasedConnection holder) {
        super(inner, holder);
        this.statement = statement;
    }

    @Override
    boolean isOver() {
        return over;
    }

    /** Records the result sets that the statement has opened before. Forgets those that are closed. */
    void follow(@Nullable LeasedResultSet before) {
        LeasedResultSet open = before;
        while (open != null && open.hasEnded()) {
            left += open.left + (open.over ? 0 : 1);
            open = open.earlier;
        }
        earlier = open;
    }

    private boolean hasEnded() {
        try {
            return over || inner.isClosed();
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** Closes this result set and earlier ones. Returns the number of those that the user had not closed. */
    int endAll() {
        int unclosed = 0;
        for (LeasedResultSet each = this; each != null; each = each.earlier) {
            unclosed += each.left + (each.over ? 0 : 1);
            each.end();
        }
        return unclosed;
    }

    private void end() {
        if (!over) {
            over = true;
            try {
                inner.close();
            } catch (SQLException | RuntimeException e) {
                holder.failed(e);
            }
        }
    }

    /** Returns the value; the rows of a cursor name the caller's connection, too. */
    private @Nullable Object leased(@Nullable Object value) {
        return value instanceof ResultSet cursor ? LeasedProxy.of(cursor, ResultSet.class, holder) : value;
    }

    @Override
    public Statement getStatement() throws SQLException {
        call(() -> inner.getStatement()); // throws if the result set is closed
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return call(() -> {
            holder.exposed();
            return inner.unwrap(type);
        });
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
    public boolean absolute(int value) throws SQLException {
        return call(() -> inner.absolute(value));
    }

    @Override
    public void afterLast() throws SQLException {
        run(() -> inner.afterLast());
    }

    @Override
    public void beforeFirst() throws SQLException {
        run(() -> inner.beforeFirst());
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
        run(() -> inner.cancelRowUpdates());
    }

    @Override
    public void clearWarnings() throws SQLException {
        run(() -> inner.clearWarnings());
    }

    @Override
    public void close() throws SQLException {
        over = true;
        Leased.close(holder, () -> inner.close());
    }

    @Override
    public void deleteRow() throws SQLException {
        run(() -> inner.deleteRow());
    }

    @Override
    public int findColumn(String value) throws SQLException {
        return call(() -> inner.findColumn(value));
    }

    @Override
    public boolean first() throws SQLException {
        return call(() -> inner.first());
    }

    @Override
    public Array getArray(int index) throws SQLException {
        return call(() -> inner.getArray(index));
    }

    @Override
    public Array getArray(String name) throws SQLException {
        return call(() -> inner.getArray(name));
    }

    @Override
    public InputStream getAsciiStream(int index) throws SQLException {
        return call(() -> inner.getAsciiStream(index));
    }

    @Override
    public InputStream getAsciiStream(String name) throws SQLException {
        return call(() -> inner.getAsciiStream(name));
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        return call(() -> inner.getBigDecimal(index));
    }

    @Override
    public BigDecimal getBigDecimal(String name) throws SQLException {
        return call(() -> inner.getBigDecimal(name));
    }

    @Override
    public BigDecimal getBigDecimal(int index, int value) throws SQLException {
        return call(() -> inner.getBigDecimal(index, value));
    }

    @Override
    public BigDecimal getBigDecimal(String name, int value) throws SQLException {
        return call(() -> inner.getBigDecimal(name, value));
    }

    @Override
    public InputStream getBinaryStream(int index) throws SQLException {
        return call(() -> inner.getBinaryStream(index));
    }

    @Override
    public InputStream getBinaryStream(String name) throws SQLException {
        return call(() -> inner.getBinaryStream(name));
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        return call(() -> inner.getBlob(index));
    }

    @Override
    public Blob getBlob(String name) throws SQLException {
        return call(() -> inner.getBlob(name));
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return call(() -> inner.getBoolean(index));
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        return call(() -> inner.getBoolean(name));
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return call(() -> inner.getByte(index));
    }

    @Override
    public byte getByte(String name) throws SQLException {
        return call(() -> inner.getByte(name));
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        return call(() -> inner.getBytes(index));
    }

    @Override
    public byte[] getBytes(String name) throws SQLException {
        return call(() -> inner.getBytes(name));
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        return call(() -> inner.getCharacterStream(index));
    }

    @Override
    public Reader getCharacterStream(String name) throws SQLException {
        return call(() -> inner.getCharacterStream(name));
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        return call(() -> inner.getClob(index));
    }

    @Override
    public Clob getClob(String name) throws SQLException {
        return call(() -> inner.getClob(name));
    }

    @Override
    public int getConcurrency() throws SQLException {
        return call(() -> inner.getConcurrency());
    }

    @Override
    public String getCursorName() throws SQLException {
        return call(() -> inner.getCursorName());
    }

    @Override
    public Date getDate(int index) throws SQLException {
        return call(() -> inner.getDate(index));
    }

    @Override
    public Date getDate(String name) throws SQLException {
        return call(() -> inner.getDate(name));
    }

    @Override
    public Date getDate(int index, Calendar calendar) throws SQLException {
        return call(() -> inner.getDate(index, calendar));
    }

    @Override
    public Date getDate(String name, Calendar calendar) throws SQLException {
        return call(() -> inner.getDate(name, calendar));
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return call(() -> inner.getDouble(index));
    }

    @Override
    public double getDouble(String name) throws SQLException {
        return call(() -> inner.getDouble(name));
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return call(() -> inner.getFetchDirection());
    }

    @Override
    public int getFetchSize() throws SQLException {
        return call(() -> inner.getFetchSize());
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return call(() -> inner.getFloat(index));
    }

    @Override
    public float getFloat(String name) throws SQLException {
        return call(() -> inner.getFloat(name));
    }

    @Override
    public int getHoldability() throws SQLException {
        return call(() -> inner.getHoldability());
    }

    @Override
    public int getInt(int index) throws SQLException {
        return call(() -> inner.getInt(index));
    }

    @Override
    public int getInt(String name) throws SQLException {
        return call(() -> inner.getInt(name));
    }

    @Override
    public long getLong(int index) throws SQLException {
        return call(() -> inner.getLong(index));
    }

    @Override
    public long getLong(String name) throws SQLException {
        return call(() -> inner.getLong(name));
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return call(() -> inner.getMetaData());
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        return call(() -> inner.getNCharacterStream(index));
    }

    @Override
    public Reader getNCharacterStream(String name) throws SQLException {
        return call(() -> inner.getNCharacterStream(name));
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        return call(() -> inner.getNClob(index));
    }

    @Override
    public NClob getNClob(String name) throws SQLException {
        return call(() -> inner.getNClob(name));
    }

    @Override
    public String getNString(int index) throws SQLException {
        return call(() -> inner.getNString(index));
    }

    @Override
    public String getNString(String name) throws SQLException {
        return call(() -> inner.getNString(name));
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return leased(call(() -> inner.getObject(index)));
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return leased(call(() -> inner.getObject(name)));
    }

    @Override
    public <T> T getObject(int index, Class<T> type) throws SQLException {
        return call(() -> inner.getObject(index, type));
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return call(() -> inner.getObject(index, map));
    }

    @Override
    public <T> T getObject(String name, Class<T> type) throws SQLException {
        return call(() -> inner.getObject(name, type));
    }

    @Override
    public Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
        return call(() -> inner.getObject(name, map));
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        return call(() -> inner.getRef(index));
    }

    @Override
    public Ref getRef(String name) throws SQLException {
        return call(() -> inner.getRef(name));
    }

    @Override
    public int getRow() throws SQLException {
        return call(() -> inner.getRow());
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        return call(() -> inner.getRowId(index));
    }

    @Override
    public RowId getRowId(String name) throws SQLException {
        return call(() -> inner.getRowId(name));
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        return call(() -> inner.getSQLXML(index));
    }

    @Override
    public SQLXML getSQLXML(String name) throws SQLException {
        return call(() -> inner.getSQLXML(name));
    }

    @Override
    public short getShort(int index) throws SQLException {
        return call(() -> inner.getShort(index));
    }

    @Override
    public short getShort(String name) throws SQLException {
        return call(() -> inner.getShort(name));
    }

    @Override
    public String getString(int index) throws SQLException {
        return call(() -> inner.getString(index));
    }

    @Override
    public String getString(String name) throws SQLException {
        return call(() -> inner.getString(name));
    }

    @Override
    public Time getTime(int index) throws SQLException {
        return call(() -> inner.getTime(index));
    }

    @Override
    public Time getTime(String name) throws SQLException {
        return call(() -> inner.getTime(name));
    }

    @Override
    public Time getTime(int index, Calendar calendar) throws SQLException {
        return call(() -> inner.getTime(index, calendar));
    }

    @Override
    public Time getTime(String name, Calendar calendar) throws SQLException {
        return call(() -> inner.getTime(name, calendar));
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        return call(() -> inner.getTimestamp(index));
    }

    @Override
    public Timestamp getTimestamp(String name) throws SQLException {
        return call(() -> inner.getTimestamp(name));
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return call(() -> inner.getTimestamp(index, calendar));
    }

    @Override
    public Timestamp getTimestamp(String name, Calendar calendar) throws SQLException {
        return call(() -> inner.getTimestamp(name, calendar));
    }

    @Override
    public int getType() throws SQLException {
        return call(() -> inner.getType());
    }

    @Override
    public URL getURL(int index) throws SQLException {
        return call(() -> inner.getURL(index));
    }

    @Override
    public URL getURL(String name) throws SQLException {
        return call(() -> inner.getURL(name));
    }

    @Override
    public InputStream getUnicodeStream(int index) throws SQLException {
        return call(() -> inner.getUnicodeStream(index));
    }

    @Override
    public InputStream getUnicodeStream(String name) throws SQLException {
        return call(() -> inner.getUnicodeStream(name));
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return call(() -> inner.getWarnings());
    }

    @Override
    public void insertRow() throws SQLException {
        run(() -> inner.insertRow());
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return call(() -> inner.isAfterLast());
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return call(() -> inner.isBeforeFirst());
    }

    @Override
    public boolean isClosed() throws SQLException {
        return over || holder.isEnded() || holder.hasClosed() || inner.isClosed();
    }

    @Override
    public boolean isFirst() throws SQLException {
        return call(() -> inner.isFirst());
    }

    @Override
    public boolean isLast() throws SQLException {
        return call(() -> inner.isLast());
    }

    @Override
    public boolean last() throws SQLException {
        return call(() -> inner.last());
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        run(() -> inner.moveToCurrentRow());
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        run(() -> inner.moveToInsertRow());
    }

    @Override
    public boolean next() throws SQLException {
        return call(() -> inner.next());
    }

    @Override
    public boolean previous() throws SQLException {
        return call(() -> inner.previous());
    }

    @Override
    public void refreshRow() throws SQLException {
        run(() -> inner.refreshRow());
    }

    @Override
    public boolean relative(int value) throws SQLException {
        return call(() -> inner.relative(value));
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        return call(() -> inner.rowDeleted());
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return call(() -> inner.rowInserted());
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        return call(() -> inner.rowUpdated());
    }

    @Override
    public void setFetchDirection(int index) throws SQLException {
        run(() -> inner.setFetchDirection(index));
    }

    @Override
    public void setFetchSize(int index) throws SQLException {
        run(() -> inner.setFetchSize(index));
    }

    @Override
    public void updateRow() throws SQLException {
        run(() -> inner.updateRow());
    }

    @Override
    public void updateRowId(int index, RowId value) throws SQLException {
        run(() -> inner.updateRowId(index, value));
    }

    @Override
    public void updateRowId(String name, RowId value) throws SQLException {
        run(() -> inner.updateRowId(name, value));
    }

    @Override
    public boolean wasNull() throws SQLException {
        return call(() -> inner.wasNull());
    }
}
