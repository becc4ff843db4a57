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
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** A prepared statement of a leased connection, see {@link LeasedStatement}. */
@SuppressWarnings("deprecation") // the interface has deprecated methods
final class LeasedPreparedStatement extends LeasedStatement<PreparedStatement> implements PreparedStatement {

    LeasedPreparedStatement(PreparedStatement inner, LeasedConnection holder) {
        super(inner, holder);
    }

    @Override
    public void addBatch() throws SQLException {
        run(() -> inner().addBatch());
    }

    @Override
    public void clearParameters() throws SQLException {
        run(() -> inner().clearParameters());
    }

    @Override
    public boolean execute() throws SQLException {
        return call(() -> inner().execute());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return call(() -> inner().executeLargeUpdate());
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return rows(call(() -> inner().executeQuery()));
    }

    @Override
    public int executeUpdate() throws SQLException {
        return call(() -> inner().executeUpdate());
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return call(() -> inner().getMetaData());
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        return call(() -> inner().getParameterMetaData());
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        run(() -> inner().setArray(index, value));
    }

    @Override
    public void setAsciiStream(int index, InputStream value) throws SQLException {
        run(() -> inner().setAsciiStream(index, value));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, int length) throws SQLException {
        run(() -> inner().setAsciiStream(index, value, length));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        run(() -> inner().setAsciiStream(index, value, length));
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        run(() -> inner().setBigDecimal(index, value));
    }

    @Override
    public void setBinaryStream(int index, InputStream value) throws SQLException {
        run(() -> inner().setBinaryStream(index, value));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, int length) throws SQLException {
        run(() -> inner().setBinaryStream(index, value, length));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        run(() -> inner().setBinaryStream(index, value, length));
    }

    @Override
    public void setBlob(int index, InputStream value) throws SQLException {
        run(() -> inner().setBlob(index, value));
    }

    @Override
    public void setBlob(int index, Blob value) throws SQLException {
        run(() -> inner().setBlob(index, value));
    }

    @Override
    public void setBlob(int index, InputStream value, long length) throws SQLException {
        run(() -> inner().setBlob(index, value, length));
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        run(() -> inner().setBoolean(index, value));
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        run(() -> inner().setByte(index, value));
    }

    @Override
    public void setBytes(int index, byte[] value) throws SQLException {
        run(() -> inner().setBytes(index, value));
    }

    @Override
    public void setCharacterStream(int index, Reader value) throws SQLException {
        run(() -> inner().setCharacterStream(index, value));
    }

    @Override
    public void setCharacterStream(int index, Reader value, int length) throws SQLException {
        run(() -> inner().setCharacterStream(index, value, length));
    }

    @Override
    public void setCharacterStream(int index, Reader value, long length) throws SQLException {
        run(() -> inner().setCharacterStream(index, value, length));
    }

    @Override
    public void setClob(int index, Reader value) throws SQLException {
        run(() -> inner().setClob(index, value));
    }

    @Override
    public void setClob(int index, Clob value) throws SQLException {
        run(() -> inner().setClob(index, value));
    }

    @Override
    public void setClob(int index, Reader value, long length) throws SQLException {
        run(() -> inner().setClob(index, value, length));
    }

    @Override
    public void setDate(int index, Date value) throws SQLException {
        run(() -> inner().setDate(index, value));
    }

    @Override
    public void setDate(int index, Date value, Calendar calendar) throws SQLException {
        run(() -> inner().setDate(index, value, calendar));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        run(() -> inner().setDouble(index, value));
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        run(() -> inner().setFloat(index, value));
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        run(() -> inner().setInt(index, value));
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        run(() -> inner().setLong(index, value));
    }

    @Override
    public void setNCharacterStream(int index, Reader value) throws SQLException {
        run(() -> inner().setNCharacterStream(index, value));
    }

    @Override
    public void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        run(() -> inner().setNCharacterStream(index, value, length));
    }

    @Override
    public void setNClob(int index, Reader value) throws SQLException {
        run(() -> inner().setNClob(index, value));
    }

    @Override
    public void setNClob(int index, NClob value) throws SQLException {
        run(() -> inner().setNClob(index, value));
    }

    @Override
    public void setNClob(int index, Reader value, long length) throws SQLException {
        run(() -> inner().setNClob(index, value, length));
    }

    @Override
    public void setNString(int index, String value) throws SQLException {
        run(() -> inner().setNString(index, value));
    }

    @Override
    public void setNull(int index, int value) throws SQLException {
        run(() -> inner().setNull(index, value));
    }

    @Override
    public void setNull(int index, int value, String typeName) throws SQLException {
        run(() -> inner().setNull(index, value, typeName));
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        run(() -> inner().setObject(index, value));
    }

    @Override
    public void setObject(int index, Object value, int sqlType) throws SQLException {
        run(() -> inner().setObject(index, value, sqlType));
    }

    @Override
    public void setObject(int index, Object value, SQLType sqlType) throws SQLException {
        run(() -> inner().setObject(index, value, sqlType));
    }

    @Override
    public void setObject(int index, Object value, int sqlType, int scale) throws SQLException {
        run(() -> inner().setObject(index, value, sqlType, scale));
    }

    @Override
    public void setObject(int index, Object value, SQLType sqlType, int scale) throws SQLException {
        run(() -> inner().setObject(index, value, sqlType, scale));
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        run(() -> inner().setRef(index, value));
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        run(() -> inner().setRowId(index, value));
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        run(() -> inner().setSQLXML(index, value));
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        run(() -> inner().setShort(index, value));
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        run(() -> inner().setString(index, value));
    }

    @Override
    public void setTime(int index, Time value) throws SQLException {
        run(() -> inner().setTime(index, value));
    }

    @Override
    public void setTime(int index, Time value, Calendar calendar) throws SQLException {
        run(() -> inner().setTime(index, value, calendar));
    }

    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        run(() -> inner().setTimestamp(index, value));
    }

    @Override
    public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        run(() -> inner().setTimestamp(index, value, calendar));
    }

    @Override
    public void setURL(int index, URL value) throws SQLException {
        run(() -> inner().setURL(index, value));
    }

    @Override
    public void setUnicodeStream(int index, InputStream value, int length) throws SQLException {
        run(() -> inner().setUnicodeStream(index, value, length));
    }
}
