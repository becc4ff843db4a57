package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What an application holds: Agroal's wrapper of a physical connection, for the time of one lease.
 *
 * <p>Agroal's wrapper may be closed twice, but not by two threads at once: each of them would return the
 * connection, the second one on behalf of its next owner. So whoever ends a lease does it here or in
 * {@link EnlistedConnection#transactionEnd()}, alone, and only while it is the connection's current one.
 */
final class ManagedConnection extends ForwardingConnection {

    private final Connection wrapper;
    private final PhysicalConnection connection;
    private final Lease<PhysicalConnection> lease;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ManagedConnection(Connection wrapper, PhysicalConnection connection, Lease<PhysicalConnection> lease) {
        super(wrapper);
        this.wrapper = wrapper;
        this.connection = connection;
        this.lease = lease;
    }

    String name() {
        return lease.name();
    }

    boolean isOf(AgroalStore store) {
        return store.inventory().of(connection.handler()) == connection;
    }

    @Override
    public void close() throws SQLException {
        if (open.compareAndSet(true, false)) {
            connection.during(lease, wrapper::close);
        }
    }

    /** Breaks the session and ends the lease; the wrapper alone would keep it, in Agroal 3.0. */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (open.compareAndSet(true, false)) {
            connection.during(lease, () -> {
                connection.abort();
                try {
                    connection.raw().abort(executor);
                } finally {
                    wrapper.close();
                }
            });
        }
    }

    /** Agroal 3.0 leaves it to the next owner, later ones switch it off: the store restores what it was. */
    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        connection.rememberNetworkTimeout(wrapper.getNetworkTimeout());
        super.setNetworkTimeout(executor, milliseconds);
    }

    @Override
    public String toString() {
        return "ManagedConnection[" + lease.name() + (open.get() ? "]" : ", closed]");
    }
}
