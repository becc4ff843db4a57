package dev.sluice.jdbc;

import dev.sluice.jdbc.leased.Leased;
import dev.sluice.pool.Lease;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connection that an application holds: a physical connection for the time of one lease, through Agroal's wrapper.
 *
 * <p>If Agroal need not receive the lease beforehand, the wrapper is created at the first use. A connection that is
 * closed unused therefore costs only its lease.
 *
 * <p>Agroal's wrapper may be closed twice, but not by two threads at the same time. Each of them would release the
 * connection, the second thread on behalf of the next holder. So one thread ends a lease, here or in {@link
 * EnlistedConnection#transactionEnd()}, and only while it is the connection's current lease.
 */
final class ManagedConnection extends ForwardingConnection {

    private static final VarHandle STATE = handle("state", int.class);
    private static final VarHandle WRAPPER = handle("wrapper", Connection.class);

    private static final int UNUSED = 0;
    private static final int USED = 1;
    private static final int CLOSED = 2;

    private final PhysicalConnection connection;
    private final Lease<PhysicalConnection> lease;

    /** True if a transaction may end the lease, too. */
    private final boolean inTransactions;

    private volatile int state;
    private volatile @Nullable Connection wrapper;

    /** Creates an unused connection; Agroal does not know its lease. */
    ManagedConnection(Lease<PhysicalConnection> lease) {
        this.connection = lease.resource();
        this.lease = lease;
        this.inTransactions = false;
    }

    /** Creates a connection in use, which Agroal has wrapped. */
    ManagedConnection(Connection wrapper, PhysicalConnection connection, Lease<PhysicalConnection> lease) {
        this.connection = connection;
        this.lease = lease;
        this.inTransactions = true;
        this.wrapper = wrapper;
        this.state = USED;
    }

    String name() {
        return lease.name();
    }

    boolean isOf(SessionInventory inventory) {
        return inventory.of(connection.handler()) == connection;
    }

    @Override
    Connection inner() throws SQLException {
        Connection current = (Connection) WRAPPER.getAcquire(this);
        return current == null ? use() : current;
    }

    private Connection use() throws SQLException {
        if (STATE.compareAndSet(this, UNUSED, USED)) {
            try {
                connection.use(lease);
            } catch (SQLException e) {
                state = CLOSED;
                throw e;
            }
            Connection made = connection.wrap();
            WRAPPER.setRelease(this, made);
            return made;
        }
        Connection made = made();
        if (made == null) {
            throw new SQLException("Connection is closed", "08003");
        }
        return made;
    }

    /**
     * Returns the wrapper, after the first thread that uses the connection has created it. Returns null if none was
     * created.
     */
    private @Nullable Connection made() {
        Connection made = wrapper;
        while (made == null && state == USED) { // for some nanoseconds: the creating thread does not block
            Thread.onSpinWait();
            made = wrapper;
        }
        return made;
    }

    @Override
    public void close() throws SQLException {
        if (state == UNUSED && STATE.compareAndSet(this, UNUSED, CLOSED)) {
            lease.close();
            return;
        }
        Connection made = made();
        if (made != null && STATE.compareAndSet(this, USED, CLOSED)) {
            if (inTransactions) {
                connection.during(lease, made::close);
            } else if (connection.lease() == lease) {
                connection.orAbandon(made::close);
            }
        }
    }

    /**
     * Cancels the running statement on the server, breaks the session and ends the lease. In Agroal 3.0, the wrapper
     * alone would keep the session. Takes at most one second if the server does not answer.
     */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (state == UNUSED) {
            inner();
        }
        Connection made = made();
        if (made != null && STATE.compareAndSet(this, USED, CLOSED)) {
            connection.during(lease, () -> {
                connection.abort();
                connection.end().cancel();
                try {
                    connection.raw().abort(executor);
                } finally {
                    made.close();
                }
            });
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        Connection current = wrapper;
        return current == null ? state == CLOSED : current.isClosed();
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (state == UNUSED) {
            try {
                inner();
            } catch (SQLException e) {
                return false; // its lease was broken before it was used
            }
        }
        return !isClosed() && !isEnded() && super.isValid(timeout);
    }

    // Attributes that Agroal does not restore in some or all versions; the store restores them

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        changes(SessionAttribute.NETWORK_TIMEOUT).setNetworkTimeout(executor, milliseconds);
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        changes(SessionAttribute.HOLDABILITY).setHoldability(holdability);
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        changes(SessionAttribute.SCHEMA).setSchema(schema);
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        changes(SessionAttribute.CATALOG).setCatalog(catalog);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        changes(SessionAttribute.TYPE_MAP).setTypeMap(map);
    }

    /** Returns the type map. The map counts as changed, because drivers return the map that they use. */
    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return changes(SessionAttribute.TYPE_MAP).getTypeMap();
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        connection.attributes().changes(SessionAttribute.CLIENT_INFO);
        super.setClientInfo(name, value);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        connection.attributes().changes(SessionAttribute.CLIENT_INFO);
        super.setClientInfo(properties);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return Leased.metaData(inner().getMetaData(), this);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        Connection current = inner();
        exposed();
        return current.unwrap(type);
    }

    @Override
    public Connection connection() {
        return this;
    }

    @Override
    public void exposed() {
        connection.attributes().exposed();
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

    /** Returns Agroal's wrapper, and records that the caller is about to change an attribute. */
    private Connection changes(SessionAttribute attribute) throws SQLException {
        Connection current = inner();
        connection.attributes().changes(attribute);
        return current;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(ManagedConnection.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public String toString() {
        return "ManagedConnection[" + lease.name() + (state == CLOSED ? ", closed]" : "]");
    }
}
