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
 * The rows of a statement of a leased connection. Forwards its calls to Agroal's result set, but names the caller's
 * statement and reports unchecked exceptions of the driver. As thread-safe as the driver's result set.
 */
@SuppressWarnings("deprecation") // the interface has deprecated methods
final class LeasedResultSet extends LeasedRow {

    private final Statement statement;
    private final LeasedConnection holder;

    LeasedResultSet(ResultSet inner, Statement statement, LeasedConnection holder) {
        super(inner);
        this.statement = statement;
        this.holder = holder;
    }

    private <T> T call(Leased.DriverCall<T> call) throws SQLException {
        return Leased.call(holder, call);
    }

    private void run(Leased.DriverAction action) throws SQLException {
        Leased.run(holder, action);
    }

    /** Returns the value; the rows of a cursor name the caller's connection, too. */
    private @Nullable Object leased(@Nullable Object value) {
        return value instanceof ResultSet cursor ? LeasedProxy.of(cursor, ResultSet.class, holder) : value;
    }

    @Override
    public Statement getStatement() throws SQLException {
        inner.getStatement(); // throws if the result set is closed
        return statement;
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
        inner.cancelRowUpdates();
    }

    @Override
    public void clearWarnings() throws SQLException {
        inner.clearWarnings();
    }

    @Override
    public void close() throws SQLException {
        run(() -> inner.close());
    }

    @Override
    public void deleteRow() throws SQLException {
        run(() -> inner.deleteRow());
    }

    @Override
    public int findColumn(String value) throws SQLException {
        return inner.findColumn(value);
    }

    @Override
    public boolean first() throws SQLException {
        return call(() -> inner.first());
    }

    @Override
    public Array getArray(int index) throws SQLException {
        return inner.getArray(index);
    }

    @Override
    public Array getArray(String name) throws SQLException {
        return inner.getArray(name);
    }

    @Override
    public InputStream getAsciiStream(int index) throws SQLException {
        return inner.getAsciiStream(index);
    }

    @Override
    public InputStream getAsciiStream(String name) throws SQLException {
        return inner.getAsciiStream(name);
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        return inner.getBigDecimal(index);
    }

    @Override
    public BigDecimal getBigDecimal(String name) throws SQLException {
        return inner.getBigDecimal(name);
    }

    @Override
    public BigDecimal getBigDecimal(int index, int value) throws SQLException {
        return inner.getBigDecimal(index, value);
    }

    @Override
    public BigDecimal getBigDecimal(String name, int value) throws SQLException {
        return inner.getBigDecimal(name, value);
    }

    @Override
    public InputStream getBinaryStream(int index) throws SQLException {
        return inner.getBinaryStream(index);
    }

    @Override
    public InputStream getBinaryStream(String name) throws SQLException {
        return inner.getBinaryStream(name);
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        return inner.getBlob(index);
    }

    @Override
    public Blob getBlob(String name) throws SQLException {
        return inner.getBlob(name);
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return inner.getBoolean(index);
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        return inner.getBoolean(name);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return inner.getByte(index);
    }

    @Override
    public byte getByte(String name) throws SQLException {
        return inner.getByte(name);
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        return inner.getBytes(index);
    }

    @Override
    public byte[] getBytes(String name) throws SQLException {
        return inner.getBytes(name);
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        return inner.getCharacterStream(index);
    }

    @Override
    public Reader getCharacterStream(String name) throws SQLException {
        return inner.getCharacterStream(name);
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        return inner.getClob(index);
    }

    @Override
    public Clob getClob(String name) throws SQLException {
        return inner.getClob(name);
    }

    @Override
    public int getConcurrency() throws SQLException {
        return inner.getConcurrency();
    }

    @Override
    public String getCursorName() throws SQLException {
        return inner.getCursorName();
    }

    @Override
    public Date getDate(int index) throws SQLException {
        return inner.getDate(index);
    }

    @Override
    public Date getDate(String name) throws SQLException {
        return inner.getDate(name);
    }

    @Override
    public Date getDate(int index, Calendar calendar) throws SQLException {
        return inner.getDate(index, calendar);
    }

    @Override
    public Date getDate(String name, Calendar calendar) throws SQLException {
        return inner.getDate(name, calendar);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return inner.getDouble(index);
    }

    @Override
    public double getDouble(String name) throws SQLException {
        return inner.getDouble(name);
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
    public float getFloat(int index) throws SQLException {
        return inner.getFloat(index);
    }

    @Override
    public float getFloat(String name) throws SQLException {
        return inner.getFloat(name);
    }

    @Override
    public int getHoldability() throws SQLException {
        return inner.getHoldability();
    }

    @Override
    public int getInt(int index) throws SQLException {
        return inner.getInt(index);
    }

    @Override
    public int getInt(String name) throws SQLException {
        return inner.getInt(name);
    }

    @Override
    public long getLong(int index) throws SQLException {
        return inner.getLong(index);
    }

    @Override
    public long getLong(String name) throws SQLException {
        return inner.getLong(name);
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return inner.getMetaData();
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        return inner.getNCharacterStream(index);
    }

    @Override
    public Reader getNCharacterStream(String name) throws SQLException {
        return inner.getNCharacterStream(name);
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        return inner.getNClob(index);
    }

    @Override
    public NClob getNClob(String name) throws SQLException {
        return inner.getNClob(name);
    }

    @Override
    public String getNString(int index) throws SQLException {
        return inner.getNString(index);
    }

    @Override
    public String getNString(String name) throws SQLException {
        return inner.getNString(name);
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return leased(inner.getObject(index));
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return leased(inner.getObject(name));
    }

    @Override
    public <T> T getObject(int index, Class<T> type) throws SQLException {
        return inner.getObject(index, type);
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return inner.getObject(index, map);
    }

    @Override
    public <T> T getObject(String name, Class<T> type) throws SQLException {
        return inner.getObject(name, type);
    }

    @Override
    public Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
        return inner.getObject(name, map);
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        return inner.getRef(index);
    }

    @Override
    public Ref getRef(String name) throws SQLException {
        return inner.getRef(name);
    }

    @Override
    public int getRow() throws SQLException {
        return inner.getRow();
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        return inner.getRowId(index);
    }

    @Override
    public RowId getRowId(String name) throws SQLException {
        return inner.getRowId(name);
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        return inner.getSQLXML(index);
    }

    @Override
    public SQLXML getSQLXML(String name) throws SQLException {
        return inner.getSQLXML(name);
    }

    @Override
    public short getShort(int index) throws SQLException {
        return inner.getShort(index);
    }

    @Override
    public short getShort(String name) throws SQLException {
        return inner.getShort(name);
    }

    @Override
    public String getString(int index) throws SQLException {
        return inner.getString(index);
    }

    @Override
    public String getString(String name) throws SQLException {
        return inner.getString(name);
    }

    @Override
    public Time getTime(int index) throws SQLException {
        return inner.getTime(index);
    }

    @Override
    public Time getTime(String name) throws SQLException {
        return inner.getTime(name);
    }

    @Override
    public Time getTime(int index, Calendar calendar) throws SQLException {
        return inner.getTime(index, calendar);
    }

    @Override
    public Time getTime(String name, Calendar calendar) throws SQLException {
        return inner.getTime(name, calendar);
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        return inner.getTimestamp(index);
    }

    @Override
    public Timestamp getTimestamp(String name) throws SQLException {
        return inner.getTimestamp(name);
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return inner.getTimestamp(index, calendar);
    }

    @Override
    public Timestamp getTimestamp(String name, Calendar calendar) throws SQLException {
        return inner.getTimestamp(name, calendar);
    }

    @Override
    public int getType() throws SQLException {
        return inner.getType();
    }

    @Override
    public URL getURL(int index) throws SQLException {
        return inner.getURL(index);
    }

    @Override
    public URL getURL(String name) throws SQLException {
        return inner.getURL(name);
    }

    @Override
    public InputStream getUnicodeStream(int index) throws SQLException {
        return inner.getUnicodeStream(index);
    }

    @Override
    public InputStream getUnicodeStream(String name) throws SQLException {
        return inner.getUnicodeStream(name);
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return inner.getWarnings();
    }

    @Override
    public void insertRow() throws SQLException {
        run(() -> inner.insertRow());
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return inner.isAfterLast();
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return inner.isBeforeFirst();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return inner.isClosed();
    }

    @Override
    public boolean isFirst() throws SQLException {
        return inner.isFirst();
    }

    @Override
    public boolean isLast() throws SQLException {
        return inner.isLast();
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
        return inner.rowDeleted();
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return inner.rowInserted();
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        return inner.rowUpdated();
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
    public void updateRow() throws SQLException {
        run(() -> inner.updateRow());
    }

    @Override
    public void updateRowId(int index, RowId value) throws SQLException {
        inner.updateRowId(index, value);
    }

    @Override
    public void updateRowId(String name, RowId value) throws SQLException {
        inner.updateRowId(name, value);
    }

    @Override
    public boolean wasNull() throws SQLException {
        return inner.wasNull();
    }
}
