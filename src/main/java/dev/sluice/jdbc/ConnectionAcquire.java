package dev.sluice.jdbc;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.PoolSaturated;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.MultipleAcquisitionAction;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Acquires the connections of a data source. A lease passes through Agroal if transactions, listeners or interceptors
 * must receive it; otherwise its connection is a {@link DirectConnection}. Applies Agroal's rules for a second
 * connection of a thread, and for a connection without a transaction. Thread-safe.
 */
final class ConnectionAcquire {

    private static final String SECOND = "Acquisition of multiple connections by the same Thread.";
    private static final String NO_TRANSACTION = "Connection acquired without transaction.";

    private final ManagedPool<PhysicalConnection> pool;
    private final AgroalStore store;
    private final TransactionBridge bridge;
    private final Warnings warnings;
    private final Listeners listeners;
    private final TransactionRequirement requirement;

    /** The action for a second connection of a thread. */
    private final MultipleAcquisitionAction second;

    /** True if a second connection of a thread causes a warning or a refusal. */
    private final boolean guardsSecond;

    /** True if no transaction, listener or rule requires that a lease passes through Agroal. */
    private final boolean isAlone;

    private final DirectReturn returns;

    ConnectionAcquire(
            ManagedPool<PhysicalConnection> pool, AgroalStore store, TransactionBridge bridge, Warnings warnings) {
        AgroalConnectionPoolConfiguration description = store.description();
        this.pool = pool;
        this.store = store;
        this.bridge = bridge;
        this.warnings = warnings;
        this.listeners = warnings.listeners();
        this.requirement = description.transactionRequirement();
        this.second = description.multipleAcquisition();
        this.guardsSecond = second == MultipleAcquisitionAction.WARN || second == MultipleAcquisitionAction.STRICT;
        this.isAlone = !bridge.isUsed()
                && requirement == TransactionRequirement.OFF
                && listeners.isEmpty()
                && !guardsSecond
                && !description.flushOnClose();
        this.returns = new DirectReturn(
                store.reset(),
                warnings,
                description.connectionFactoryConfiguration().trackJdbcResources());
    }

    /**
     * Acquires a connection.
     *
     * @param intercepted whether interceptors must receive the lease
     */
    Connection acquire(AcquireRequest request, boolean readOnly, boolean intercepted) throws SQLException {
        try {
            return isAlone && !readOnly && !intercepted
                    ? new DirectConnection(JdbcAcquire.orAsk(pool, request), returns)
                    : listeners.announce(() -> throughAgroal(request, readOnly));
        } catch (SQLTransientConnectionException e) {
            return substitute(request, readOnly, e);
        }
    }

    /** Returns the substitute of the policy degradation, or throws the refusal. */
    private Connection substitute(AcquireRequest request, boolean readOnly, SQLTransientConnectionException refusal)
            throws SQLException {
        Connection supplied = refusal.getCause() instanceof PoolSaturated cause
                ? pool.substitute(Connection.class, request, cause)
                : null;
        if (supplied == null) {
            throw refusal;
        }
        if (readOnly) {
            supplied.setReadOnly(true);
        }
        return new SubstituteConnection(pool.name(), supplied);
    }

    private Connection throughAgroal(AcquireRequest request, boolean readOnly) throws SQLException {
        PhysicalConnection joined = bridge.joined();
        if (joined != null) {
            return store.leases().share(joined, request, readOnly);
        }
        if (guardsSecond && store.inventory().isAnyHeldBy(Thread.currentThread())) {
            guardSecond();
        }
        Lease<PhysicalConnection> lease = JdbcAcquire.orAsk(pool, request);
        Connection connection = store.leases().checkOut(lease, readOnly);
        if (requirement != TransactionRequirement.OFF) {
            requireTransaction(lease, connection);
        }
        return connection;
    }

    private void guardSecond() throws SQLException {
        if (second == MultipleAcquisitionAction.STRICT) {
            throw new SQLException(SECOND);
        }
        warnings.report(SECOND + " This can lead to pool exhaustion and eventually a deadlock!");
    }

    private void requireTransaction(Lease<PhysicalConnection> lease, Connection connection) throws SQLException {
        Enlistment enlisted = lease.resource().enlisted();
        if (enlisted != null && enlisted.isStarted()) {
            return;
        }
        if (requirement == TransactionRequirement.STRICT) {
            connection.close();
            throw new SQLException(NO_TRANSACTION);
        }
        SQLException acquiredHere = new SQLException(NO_TRANSACTION);
        warnings.reportWithoutTransaction(acquiredHere);
    }
}
