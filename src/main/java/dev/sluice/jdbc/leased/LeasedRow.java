package dev.sluice.jdbc.leased;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** The updates of the current row of a {@link LeasedResultSet}, which Agroal's result set executes. */
abstract class LeasedRow implements ResultSet {

    final ResultSet inner;

    LeasedRow(ResultSet inner) {
        this.inner = inner;
    }

    @Override
    public void updateArray(int index, Array value) throws SQLException {
        inner.updateArray(index, value);
    }

    @Override
    public void updateArray(String name, Array value) throws SQLException {
        inner.updateArray(name, value);
    }

    @Override
    public void updateAsciiStream(int index, InputStream value) throws SQLException {
        inner.updateAsciiStream(index, value);
    }

    @Override
    public void updateAsciiStream(String name, InputStream value) throws SQLException {
        inner.updateAsciiStream(name, value);
    }

    @Override
    public void updateAsciiStream(int index, InputStream value, int length) throws SQLException {
        inner.updateAsciiStream(index, value, length);
    }

    @Override
    public void updateAsciiStream(int index, InputStream value, long length) throws SQLException {
        inner.updateAsciiStream(index, value, length);
    }

    @Override
    public void updateAsciiStream(String name, InputStream value, int length) throws SQLException {
        inner.updateAsciiStream(name, value, length);
    }

    @Override
    public void updateAsciiStream(String name, InputStream value, long length) throws SQLException {
        inner.updateAsciiStream(name, value, length);
    }

    @Override
    public void updateBigDecimal(int index, BigDecimal value) throws SQLException {
        inner.updateBigDecimal(index, value);
    }

    @Override
    public void updateBigDecimal(String name, BigDecimal value) throws SQLException {
        inner.updateBigDecimal(name, value);
    }

    @Override
    public void updateBinaryStream(int index, InputStream value) throws SQLException {
        inner.updateBinaryStream(index, value);
    }

    @Override
    public void updateBinaryStream(String name, InputStream value) throws SQLException {
        inner.updateBinaryStream(name, value);
    }

    @Override
    public void updateBinaryStream(int index, InputStream value, int length) throws SQLException {
        inner.updateBinaryStream(index, value, length);
    }

    @Override
    public void updateBinaryStream(int index, InputStream value, long length) throws SQLException {
        inner.updateBinaryStream(index, value, length);
    }

    @Override
    public void updateBinaryStream(String name, InputStream value, int length) throws SQLException {
        inner.updateBinaryStream(name, value, length);
    }

    @Override
    public void updateBinaryStream(String name, InputStream value, long length) throws SQLException {
        inner.updateBinaryStream(name, value, length);
    }

    @Override
    public void updateBlob(int index, InputStream value) throws SQLException {
        inner.updateBlob(index, value);
    }

    @Override
    public void updateBlob(int index, Blob value) throws SQLException {
        inner.updateBlob(index, value);
    }

    @Override
    public void updateBlob(String name, InputStream value) throws SQLException {
        inner.updateBlob(name, value);
    }

    @Override
    public void updateBlob(String name, Blob value) throws SQLException {
        inner.updateBlob(name, value);
    }

    @Override
    public void updateBlob(int index, InputStream value, long length) throws SQLException {
        inner.updateBlob(index, value, length);
    }

    @Override
    public void updateBlob(String name, InputStream value, long length) throws SQLException {
        inner.updateBlob(name, value, length);
    }

    @Override
    public void updateBoolean(int index, boolean value) throws SQLException {
        inner.updateBoolean(index, value);
    }

    @Override
    public void updateBoolean(String name, boolean value) throws SQLException {
        inner.updateBoolean(name, value);
    }

    @Override
    public void updateByte(int index, byte value) throws SQLException {
        inner.updateByte(index, value);
    }

    @Override
    public void updateByte(String name, byte value) throws SQLException {
        inner.updateByte(name, value);
    }

    @Override
    public void updateBytes(int index, byte[] value) throws SQLException {
        inner.updateBytes(index, value);
    }

    @Override
    public void updateBytes(String name, byte[] value) throws SQLException {
        inner.updateBytes(name, value);
    }

    @Override
    public void updateCharacterStream(int index, Reader value) throws SQLException {
        inner.updateCharacterStream(index, value);
    }

    @Override
    public void updateCharacterStream(String name, Reader value) throws SQLException {
        inner.updateCharacterStream(name, value);
    }

    @Override
    public void updateCharacterStream(int index, Reader value, int length) throws SQLException {
        inner.updateCharacterStream(index, value, length);
    }

    @Override
    public void updateCharacterStream(int index, Reader value, long length) throws SQLException {
        inner.updateCharacterStream(index, value, length);
    }

    @Override
    public void updateCharacterStream(String name, Reader value, int length) throws SQLException {
        inner.updateCharacterStream(name, value, length);
    }

    @Override
    public void updateCharacterStream(String name, Reader value, long length) throws SQLException {
        inner.updateCharacterStream(name, value, length);
    }

    @Override
    public void updateClob(int index, Reader value) throws SQLException {
        inner.updateClob(index, value);
    }

    @Override
    public void updateClob(int index, Clob value) throws SQLException {
        inner.updateClob(index, value);
    }

    @Override
    public void updateClob(String name, Reader value) throws SQLException {
        inner.updateClob(name, value);
    }

    @Override
    public void updateClob(String name, Clob value) throws SQLException {
        inner.updateClob(name, value);
    }

    @Override
    public void updateClob(int index, Reader value, long length) throws SQLException {
        inner.updateClob(index, value, length);
    }

    @Override
    public void updateClob(String name, Reader value, long length) throws SQLException {
        inner.updateClob(name, value, length);
    }

    @Override
    public void updateDate(int index, Date value) throws SQLException {
        inner.updateDate(index, value);
    }

    @Override
    public void updateDate(String name, Date value) throws SQLException {
        inner.updateDate(name, value);
    }

    @Override
    public void updateDouble(int index, double value) throws SQLException {
        inner.updateDouble(index, value);
    }

    @Override
    public void updateDouble(String name, double value) throws SQLException {
        inner.updateDouble(name, value);
    }

    @Override
    public void updateFloat(int index, float value) throws SQLException {
        inner.updateFloat(index, value);
    }

    @Override
    public void updateFloat(String name, float value) throws SQLException {
        inner.updateFloat(name, value);
    }

    @Override
    public void updateInt(int index, int value) throws SQLException {
        inner.updateInt(index, value);
    }

    @Override
    public void updateInt(String name, int value) throws SQLException {
        inner.updateInt(name, value);
    }

    @Override
    public void updateLong(int index, long value) throws SQLException {
        inner.updateLong(index, value);
    }

    @Override
    public void updateLong(String name, long value) throws SQLException {
        inner.updateLong(name, value);
    }

    @Override
    public void updateNCharacterStream(int index, Reader value) throws SQLException {
        inner.updateNCharacterStream(index, value);
    }

    @Override
    public void updateNCharacterStream(String name, Reader value) throws SQLException {
        inner.updateNCharacterStream(name, value);
    }

    @Override
    public void updateNCharacterStream(int index, Reader value, long length) throws SQLException {
        inner.updateNCharacterStream(index, value, length);
    }

    @Override
    public void updateNCharacterStream(String name, Reader value, long length) throws SQLException {
        inner.updateNCharacterStream(name, value, length);
    }

    @Override
    public void updateNClob(int index, Reader value) throws SQLException {
        inner.updateNClob(index, value);
    }

    @Override
    public void updateNClob(int index, NClob value) throws SQLException {
        inner.updateNClob(index, value);
    }

    @Override
    public void updateNClob(String name, Reader value) throws SQLException {
        inner.updateNClob(name, value);
    }

    @Override
    public void updateNClob(String name, NClob value) throws SQLException {
        inner.updateNClob(name, value);
    }

    @Override
    public void updateNClob(int index, Reader value, long length) throws SQLException {
        inner.updateNClob(index, value, length);
    }

    @Override
    public void updateNClob(String name, Reader value, long length) throws SQLException {
        inner.updateNClob(name, value, length);
    }

    @Override
    public void updateNString(int index, String value) throws SQLException {
        inner.updateNString(index, value);
    }

    @Override
    public void updateNString(String name, String value) throws SQLException {
        inner.updateNString(name, value);
    }

    @Override
    public void updateNull(int index) throws SQLException {
        inner.updateNull(index);
    }

    @Override
    public void updateNull(String name) throws SQLException {
        inner.updateNull(name);
    }

    @Override
    public void updateObject(int index, Object value) throws SQLException {
        inner.updateObject(index, value);
    }

    @Override
    public void updateObject(String name, Object value) throws SQLException {
        inner.updateObject(name, value);
    }

    @Override
    public void updateObject(int index, Object value, int sqlType) throws SQLException {
        inner.updateObject(index, value, sqlType);
    }

    @Override
    public void updateObject(String name, Object value, int sqlType) throws SQLException {
        inner.updateObject(name, value, sqlType);
    }

    @Override
    public void updateObject(int index, Object value, SQLType sqlType) throws SQLException {
        inner.updateObject(index, value, sqlType);
    }

    @Override
    public void updateObject(String name, Object value, SQLType sqlType) throws SQLException {
        inner.updateObject(name, value, sqlType);
    }

    @Override
    public void updateObject(int index, Object value, SQLType sqlType, int scale) throws SQLException {
        inner.updateObject(index, value, sqlType, scale);
    }

    @Override
    public void updateObject(String name, Object value, SQLType sqlType, int scale) throws SQLException {
        inner.updateObject(name, value, sqlType, scale);
    }

    @Override
    public void updateRef(int index, Ref value) throws SQLException {
        inner.updateRef(index, value);
    }

    @Override
    public void updateRef(String name, Ref value) throws SQLException {
        inner.updateRef(name, value);
    }

    @Override
    public void updateSQLXML(int index, SQLXML value) throws SQLException {
        inner.updateSQLXML(index, value);
    }

    @Override
    public void updateSQLXML(String name, SQLXML value) throws SQLException {
        inner.updateSQLXML(name, value);
    }

    @Override
    public void updateShort(int index, short value) throws SQLException {
        inner.updateShort(index, value);
    }

    @Override
    public void updateShort(String name, short value) throws SQLException {
        inner.updateShort(name, value);
    }

    @Override
    public void updateString(int index, String value) throws SQLException {
        inner.updateString(index, value);
    }

    @Override
    public void updateString(String name, String value) throws SQLException {
        inner.updateString(name, value);
    }

    @Override
    public void updateTime(int index, Time value) throws SQLException {
        inner.updateTime(index, value);
    }

    @Override
    public void updateTime(String name, Time value) throws SQLException {
        inner.updateTime(name, value);
    }

    @Override
    public void updateTimestamp(int index, Timestamp value) throws SQLException {
        inner.updateTimestamp(index, value);
    }

    @Override
    public void updateTimestamp(String name, Timestamp value) throws SQLException {
        inner.updateTimestamp(name, value);
    }
}
