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

/** The updates of the current row of a {@link LeasedResultSet}, which another result set executes. */
abstract class LeasedRow implements ResultSet {

    final ResultSet inner;
    final LeasedConnection holder;

    LeasedRow(ResultSet inner, LeasedConnection holder) {
        this.inner = inner;
        this.holder = holder;
    }

    /** Returns whether the result set was closed, by its user or with its statement. */
    abstract boolean isOver();

    final <T> T call(Leased.DriverCall<T> call) throws SQLException {
        requireOpen();
        return Leased.call(holder, call);
    }

    final void run(Leased.DriverAction action) throws SQLException {
        requireOpen();
        Leased.run(holder, action);
    }

    /** Refuses a call without the driver, whose refusal may look like that of a lost session. */
    private void requireOpen() throws SQLException {
        if (isOver() || holder.hasClosed()) {
            holder.requireLease(); // says why the pool has ended the lease, if it has
            throw new SQLException("ResultSet is closed");
        }
    }

    @Override
    public void updateArray(int index, Array value) throws SQLException {
        run(() -> inner.updateArray(index, value));
    }

    @Override
    public void updateArray(String name, Array value) throws SQLException {
        run(() -> inner.updateArray(name, value));
    }

    @Override
    public void updateAsciiStream(int index, InputStream value) throws SQLException {
        run(() -> inner.updateAsciiStream(index, value));
    }

    @Override
    public void updateAsciiStream(String name, InputStream value) throws SQLException {
        run(() -> inner.updateAsciiStream(name, value));
    }

    @Override
    public void updateAsciiStream(int index, InputStream value, int length) throws SQLException {
        run(() -> inner.updateAsciiStream(index, value, length));
    }

    @Override
    public void updateAsciiStream(int index, InputStream value, long length) throws SQLException {
        run(() -> inner.updateAsciiStream(index, value, length));
    }

    @Override
    public void updateAsciiStream(String name, InputStream value, int length) throws SQLException {
        run(() -> inner.updateAsciiStream(name, value, length));
    }

    @Override
    public void updateAsciiStream(String name, InputStream value, long length) throws SQLException {
        run(() -> inner.updateAsciiStream(name, value, length));
    }

    @Override
    public void updateBigDecimal(int index, BigDecimal value) throws SQLException {
        run(() -> inner.updateBigDecimal(index, value));
    }

    @Override
    public void updateBigDecimal(String name, BigDecimal value) throws SQLException {
        run(() -> inner.updateBigDecimal(name, value));
    }

    @Override
    public void updateBinaryStream(int index, InputStream value) throws SQLException {
        run(() -> inner.updateBinaryStream(index, value));
    }

    @Override
    public void updateBinaryStream(String name, InputStream value) throws SQLException {
        run(() -> inner.updateBinaryStream(name, value));
    }

    @Override
    public void updateBinaryStream(int index, InputStream value, int length) throws SQLException {
        run(() -> inner.updateBinaryStream(index, value, length));
    }

    @Override
    public void updateBinaryStream(int index, InputStream value, long length) throws SQLException {
        run(() -> inner.updateBinaryStream(index, value, length));
    }

    @Override
    public void updateBinaryStream(String name, InputStream value, int length) throws SQLException {
        run(() -> inner.updateBinaryStream(name, value, length));
    }

    @Override
    public void updateBinaryStream(String name, InputStream value, long length) throws SQLException {
        run(() -> inner.updateBinaryStream(name, value, length));
    }

    @Override
    public void updateBlob(int index, InputStream value) throws SQLException {
        run(() -> inner.updateBlob(index, value));
    }

    @Override
    public void updateBlob(int index, Blob value) throws SQLException {
        run(() -> inner.updateBlob(index, value));
    }

    @Override
    public void updateBlob(String name, InputStream value) throws SQLException {
        run(() -> inner.updateBlob(name, value));
    }

    @Override
    public void updateBlob(String name, Blob value) throws SQLException {
        run(() -> inner.updateBlob(name, value));
    }

    @Override
    public void updateBlob(int index, InputStream value, long length) throws SQLException {
        run(() -> inner.updateBlob(index, value, length));
    }

    @Override
    public void updateBlob(String name, InputStream value, long length) throws SQLException {
        run(() -> inner.updateBlob(name, value, length));
    }

    @Override
    public void updateBoolean(int index, boolean value) throws SQLException {
        run(() -> inner.updateBoolean(index, value));
    }

    @Override
    public void updateBoolean(String name, boolean value) throws SQLException {
        run(() -> inner.updateBoolean(name, value));
    }

    @Override
    public void updateByte(int index, byte value) throws SQLException {
        run(() -> inner.updateByte(index, value));
    }

    @Override
    public void updateByte(String name, byte value) throws SQLException {
        run(() -> inner.updateByte(name, value));
    }

    @Override
    public void updateBytes(int index, byte[] value) throws SQLException {
        run(() -> inner.updateBytes(index, value));
    }

    @Override
    public void updateBytes(String name, byte[] value) throws SQLException {
        run(() -> inner.updateBytes(name, value));
    }

    @Override
    public void updateCharacterStream(int index, Reader value) throws SQLException {
        run(() -> inner.updateCharacterStream(index, value));
    }

    @Override
    public void updateCharacterStream(String name, Reader value) throws SQLException {
        run(() -> inner.updateCharacterStream(name, value));
    }

    @Override
    public void updateCharacterStream(int index, Reader value, int length) throws SQLException {
        run(() -> inner.updateCharacterStream(index, value, length));
    }

    @Override
    public void updateCharacterStream(int index, Reader value, long length) throws SQLException {
        run(() -> inner.updateCharacterStream(index, value, length));
    }

    @Override
    public void updateCharacterStream(String name, Reader value, int length) throws SQLException {
        run(() -> inner.updateCharacterStream(name, value, length));
    }

    @Override
    public void updateCharacterStream(String name, Reader value, long length) throws SQLException {
        run(() -> inner.updateCharacterStream(name, value, length));
    }

    @Override
    public void updateClob(int index, Reader value) throws SQLException {
        run(() -> inner.updateClob(index, value));
    }

    @Override
    public void updateClob(int index, Clob value) throws SQLException {
        run(() -> inner.updateClob(index, value));
    }

    @Override
    public void updateClob(String name, Reader value) throws SQLException {
        run(() -> inner.updateClob(name, value));
    }

    @Override
    public void updateClob(String name, Clob value) throws SQLException {
        run(() -> inner.updateClob(name, value));
    }

    @Override
    public void updateClob(int index, Reader value, long length) throws SQLException {
        run(() -> inner.updateClob(index, value, length));
    }

    @Override
    public void updateClob(String name, Reader value, long length) throws SQLException {
        run(() -> inner.updateClob(name, value, length));
    }

    @Override
    public void updateDate(int index, Date value) throws SQLException {
        run(() -> inner.updateDate(index, value));
    }

    @Override
    public void updateDate(String name, Date value) throws SQLException {
        run(() -> inner.updateDate(name, value));
    }

    @Override
    public void updateDouble(int index, double value) throws SQLException {
        run(() -> inner.updateDouble(index, value));
    }

    @Override
    public void updateDouble(String name, double value) throws SQLException {
        run(() -> inner.updateDouble(name, value));
    }

    @Override
    public void updateFloat(int index, float value) throws SQLException {
        run(() -> inner.updateFloat(index, value));
    }

    @Override
    public void updateFloat(String name, float value) throws SQLException {
        run(() -> inner.updateFloat(name, value));
    }

    @Override
    public void updateInt(int index, int value) throws SQLException {
        run(() -> inner.updateInt(index, value));
    }

    @Override
    public void updateInt(String name, int value) throws SQLException {
        run(() -> inner.updateInt(name, value));
    }

    @Override
    public void updateLong(int index, long value) throws SQLException {
        run(() -> inner.updateLong(index, value));
    }

    @Override
    public void updateLong(String name, long value) throws SQLException {
        run(() -> inner.updateLong(name, value));
    }

    @Override
    public void updateNCharacterStream(int index, Reader value) throws SQLException {
        run(() -> inner.updateNCharacterStream(index, value));
    }

    @Override
    public void updateNCharacterStream(String name, Reader value) throws SQLException {
        run(() -> inner.updateNCharacterStream(name, value));
    }

    @Override
    public void updateNCharacterStream(int index, Reader value, long length) throws SQLException {
        run(() -> inner.updateNCharacterStream(index, value, length));
    }

    @Override
    public void updateNCharacterStream(String name, Reader value, long length) throws SQLException {
        run(() -> inner.updateNCharacterStream(name, value, length));
    }

    @Override
    public void updateNClob(int index, Reader value) throws SQLException {
        run(() -> inner.updateNClob(index, value));
    }

    @Override
    public void updateNClob(int index, NClob value) throws SQLException {
        run(() -> inner.updateNClob(index, value));
    }

    @Override
    public void updateNClob(String name, Reader value) throws SQLException {
        run(() -> inner.updateNClob(name, value));
    }

    @Override
    public void updateNClob(String name, NClob value) throws SQLException {
        run(() -> inner.updateNClob(name, value));
    }

    @Override
    public void updateNClob(int index, Reader value, long length) throws SQLException {
        run(() -> inner.updateNClob(index, value, length));
    }

    @Override
    public void updateNClob(String name, Reader value, long length) throws SQLException {
        run(() -> inner.updateNClob(name, value, length));
    }

    @Override
    public void updateNString(int index, String value) throws SQLException {
        run(() -> inner.updateNString(index, value));
    }

    @Override
    public void updateNString(String name, String value) throws SQLException {
        run(() -> inner.updateNString(name, value));
    }

    @Override
    public void updateNull(int index) throws SQLException {
        run(() -> inner.updateNull(index));
    }

    @Override
    public void updateNull(String name) throws SQLException {
        run(() -> inner.updateNull(name));
    }

    @Override
    public void updateObject(int index, Object value) throws SQLException {
        run(() -> inner.updateObject(index, value));
    }

    @Override
    public void updateObject(String name, Object value) throws SQLException {
        run(() -> inner.updateObject(name, value));
    }

    @Override
    public void updateObject(int index, Object value, int sqlType) throws SQLException {
        run(() -> inner.updateObject(index, value, sqlType));
    }

    @Override
    public void updateObject(String name, Object value, int sqlType) throws SQLException {
        run(() -> inner.updateObject(name, value, sqlType));
    }

    @Override
    public void updateObject(int index, Object value, SQLType sqlType) throws SQLException {
        run(() -> inner.updateObject(index, value, sqlType));
    }

    @Override
    public void updateObject(String name, Object value, SQLType sqlType) throws SQLException {
        run(() -> inner.updateObject(name, value, sqlType));
    }

    @Override
    public void updateObject(int index, Object value, SQLType sqlType, int scale) throws SQLException {
        run(() -> inner.updateObject(index, value, sqlType, scale));
    }

    @Override
    public void updateObject(String name, Object value, SQLType sqlType, int scale) throws SQLException {
        run(() -> inner.updateObject(name, value, sqlType, scale));
    }

    @Override
    public void updateRef(int index, Ref value) throws SQLException {
        run(() -> inner.updateRef(index, value));
    }

    @Override
    public void updateRef(String name, Ref value) throws SQLException {
        run(() -> inner.updateRef(name, value));
    }

    @Override
    public void updateSQLXML(int index, SQLXML value) throws SQLException {
        run(() -> inner.updateSQLXML(index, value));
    }

    @Override
    public void updateSQLXML(String name, SQLXML value) throws SQLException {
        run(() -> inner.updateSQLXML(name, value));
    }

    @Override
    public void updateShort(int index, short value) throws SQLException {
        run(() -> inner.updateShort(index, value));
    }

    @Override
    public void updateShort(String name, short value) throws SQLException {
        run(() -> inner.updateShort(name, value));
    }

    @Override
    public void updateString(int index, String value) throws SQLException {
        run(() -> inner.updateString(index, value));
    }

    @Override
    public void updateString(String name, String value) throws SQLException {
        run(() -> inner.updateString(name, value));
    }

    @Override
    public void updateTime(int index, Time value) throws SQLException {
        run(() -> inner.updateTime(index, value));
    }

    @Override
    public void updateTime(String name, Time value) throws SQLException {
        run(() -> inner.updateTime(name, value));
    }

    @Override
    public void updateTimestamp(int index, Timestamp value) throws SQLException {
        run(() -> inner.updateTimestamp(index, value));
    }

    @Override
    public void updateTimestamp(String name, Timestamp value) throws SQLException {
        run(() -> inner.updateTimestamp(name, value));
    }
}
