package dev.sluice.jdbc;

import dev.sluice.jdbc.leased.Leased;
import dev.sluice.pool.Lease;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connection that an application holds: a physical connection for the time of one lease.
 *
 * <p>A {@link DirectConnection} calls the driver, an {@link AgroalConnection} Agroal's wrapper. Both end their lease
 * once, however many threads close them.
 */
abstract class ManagedConnection extends ForwardingConnection {

    final PhysicalConnection connection;
    final Lease<PhysicalConnection> lease;

    ManagedConnection(PhysicalConnection connection, Lease<PhysicalConnection> lease) {
        this.connection = connection;
        this.lease = lease;
    }

    final String name() {
        return lease.name();
    }

    final boolean isOf(SessionInventory inventory) {
        return inventory.of(connection.handler()) == connection;
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        return !isClosed() && !isEnded() && super.isValid(timeout);
    }

    // Attributes that Agroal does not restore in some or all versions; the store restores them

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        Leased.run(this, () -> changes(SessionAttribute.NETWORK_TIMEOUT).setNetworkTimeout(executor, milliseconds));
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        Leased.run(this, () -> changes(SessionAttribute.HOLDABILITY).setHoldability(holdability));
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        Leased.run(this, () -> changes(SessionAttribute.SCHEMA).setSchema(schema));
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        Leased.run(this, () -> changes(SessionAttribute.CATALOG).setCatalog(catalog));
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        Leased.run(this, () -> changes(SessionAttribute.TYPE_MAP).setTypeMap(map));
    }

    /** Returns the type map. The map counts as changed, because drivers return the map that they use. */
    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return Leased.call(this, () -> changes(SessionAttribute.TYPE_MAP).getTypeMap());
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        changeClientInfo();
        super.setClientInfo(name, value);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        changeClientInfo();
        super.setClientInfo(properties);
    }

    /** Records the change. Refuses it after the close: Agroal's refusal is not of the type that JDBC declares. */
    private void changeClientInfo() throws SQLClientInfoException {
        if (hasClosed() && !isEnded()) {
            throw new SQLClientInfoException("Connection is closed", "08003", Map.of());
        }
        mark(SessionAttribute.CLIENT_INFO);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return Leased.metaData(super.getMetaData(), this);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Leased.call(this, () -> {
            Connection current = inner();
            exposed();
            return current.unwrap(type);
        });
    }

    @Override
    public Connection connection() {
        return this;
    }

    @Override
    public void exposed() {
        if (!hasClosed()) { // otherwise the session may have its next user, who would pay for the restoration
            connection.attributes().exposed();
        }
    }

    /** Reports a failure of the driver. Called by code that has seen this connection open. */
    @Override
    public void failed(Throwable failure) {
        if (connection.lease() == lease) {
            connection.failed(failure);
        }
    }

    @Override
    public boolean isEnded() {
        return connection.endReason() != null;
    }

    @Override
    public void requireLease() throws SQLException {
        if (isEnded()) {
            throw explained(new SQLException("Connection is closed", "08003"));
        }
    }

    @Override
    public SQLException explained(SQLException failure) {
        String why = connection.endReason();
        return why == null
                ? failure
                : new SQLException("The lease of " + lease.name() + " was ended: " + why, "08003", failure);
    }

    /** Returns the inner connection, and records that the caller is about to change an attribute. */
    private Connection changes(SessionAttribute attribute) throws SQLException {
        Connection current = inner();
        mark(attribute);
        return current;
    }

    private void mark(SessionAttribute attribute) {
        if (!hasClosed()) { // as above
            connection.attributes().changes(attribute);
        }
    }

    /** Refuses an abort without an executor before it breaks anything, as drivers do. */
    static void requireExecutor(@Nullable Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLException("executor is null", "22023");
        }
    }

    @Override
    public abstract boolean hasClosed();

    @Override
    public String toString() {
        return "ManagedConnection[" + lease.name() + (hasClosed() ? ", closed]" : "]");
    }
}
