package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/**
 * A connection whose lease passes through Agroal: transactions, interceptors and listeners receive its begin and its
 * end.
 *
 * <p>Agroal's wrapper may be closed twice, but not by two threads at the same time. Each of them would release the
 * connection, the second thread on behalf of the next holder. So one thread ends a lease, here or in {@link
 * EnlistedConnection#transactionEnd()}, and only while it is the connection's current lease.
 */
final class AgroalConnection extends ManagedConnection {

    private static final VarHandle CLOSED = closedHandle();

    private final Connection wrapper;
    private volatile boolean closed;

    /** Creates the connection of a lease that Agroal has wrapped. */
    AgroalConnection(Connection wrapper, PhysicalConnection connection, Lease<PhysicalConnection> lease) {
        super(connection, lease);
        this.wrapper = wrapper;
    }

    @Override
    Connection inner() {
        return wrapper;
    }

    @Override
    public void close() throws SQLException {
        if (CLOSED.compareAndSet(this, false, true)) {
            connection.during(lease, wrapper::close);
        }
    }

    /**
     * Cancels the running statement on the server, breaks the session and ends the lease. In Agroal 3.0, the wrapper
     * alone would keep the session. Takes at most one second if the server does not answer.
     */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (!closed) {
            requireExecutor(executor);
        }
        if (CLOSED.compareAndSet(this, false, true)) {
            connection.during(lease, () -> {
                connection.abort();
                connection.end().cancel();
                try {
                    connection.raw().abort(executor);
                } finally {
                    wrapper.close();
                }
            });
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return isEnded() || wrapper.isClosed();
    }

    @Override
    public boolean hasClosed() {
        return closed;
    }

    private static VarHandle closedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(AgroalConnection.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
