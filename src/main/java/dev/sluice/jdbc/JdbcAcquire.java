package dev.sluice.jdbc;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolSaturated;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/** Acquires leases from a pool, with the exceptions that callers of JDBC expect. */
final class JdbcAcquire {

    private static final String CANNOT_CONNECT = "08001";
    private static final String NO_CONNECTION = "08003";

    private JdbcAcquire() {}

    /**
     * Acquires a lease. An interrupt leaves the flag of the thread set.
     *
     * @throws SQLException if the pool refuses, with the {@link PoolException} as its cause
     */
    static Lease<PhysicalConnection> from(ManagedPool<PhysicalConnection> pool, AcquireRequest request)
            throws SQLException {
        try {
            return pool.acquire(request);
        } catch (PoolException | InterruptedException e) {
            throw translate(e);
        }
    }

    /** Acquires a lease as {@link #from} does, for a caller that asks for a substitute after a {@link PoolSaturated}. */
    static Lease<PhysicalConnection> orAsk(ManagedPool<PhysicalConnection> pool, AcquireRequest request)
            throws SQLException {
        try {
            return pool.acquireOrAsk(request);
        } catch (PoolException | InterruptedException e) {
            throw translate(e);
        }
    }

    private static SQLException translate(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (e instanceof PoolClosed) {
            return new SQLNonTransientConnectionException(e.getMessage(), NO_CONNECTION, e);
        }
        SQLException translated = new SQLTransientConnectionException(e.getMessage(), CANNOT_CONNECT, e);
        if ((e instanceof CreationFailed || e instanceof CircuitOpen) && e.getCause() instanceof SQLException cause) {
            translated.setNextException(cause);
        }
        return translated;
    }
}
