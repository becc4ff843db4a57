package dev.sluice.bench;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;

/** A connection that can nothing; the fake one implements what pools call. */
abstract class UnsupportedConnection implements Connection {

    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not in this benchmark");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public PreparedStatement prepareStatement(String first) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String first) throws SQLException {
        throw unsupported();
    }

    @Override
    public String nativeSQL(String first) throws SQLException {
        throw unsupported();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int first, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String first, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> first) throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint(String first) throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback(Savepoint first) throws SQLException {
        throw unsupported();
    }

    @Override
    public void releaseSavepoint(Savepoint first) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int first, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second, int third, int fourth) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String first, int second, int third, int fourth) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String first, int[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String first, String[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob createClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw unsupported();
    }

    @Override
    public Array createArrayOf(String first, Object[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Struct createStruct(String first, Object[] second) throws SQLException {
        throw unsupported();
    }
}
