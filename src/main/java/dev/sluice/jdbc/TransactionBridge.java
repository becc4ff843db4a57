package dev.sluice.jdbc;

import io.agroal.api.cache.Acquirable;
import io.agroal.api.transaction.TransactionAware;
import io.agroal.api.transaction.TransactionIntegration;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The link between Agroal and the transaction manager. Reports whether the current transaction already has a connection
 * of this pool, and passes the manager an {@link EnlistedConnection} in place of Agroal's handler.
 */
final class TransactionBridge implements TransactionIntegration {

    private final TransactionIntegration manager;
    private final SessionInventory inventory;

    TransactionBridge(TransactionIntegration manager, SessionInventory inventory) {
        this.manager = manager;
        this.inventory = inventory;
    }

    /** Returns whether a transaction manager exists. */
    boolean isUsed() {
        return manager.getClass() != TransactionIntegration.none().getClass();
    }

    /** Returns the session of the current transaction, which a further acquire shares, or null. */
    @Nullable
    PhysicalConnection joined() throws SQLException {
        TransactionAware current = manager.getTransactionAware();
        if (current == null) {
            return null;
        }
        if (!(current instanceof EnlistedConnection enlisted)) {
            throw new SQLException("the transaction has a connection that is not of this pool: " + current, "25000");
        }
        if (enlisted.isDetached()) {
            throw new SQLException("an earlier connection could not be enlisted in this transaction", "25000");
        }
        return enlisted.connection();
    }

    @Override
    public @Nullable TransactionAware getTransactionAware() throws SQLException {
        PhysicalConnection joined = joined();
        return joined == null ? null : joined.control();
    }

    @Override
    public void associate(TransactionAware handler, XAResource xaResource) throws SQLException {
        PhysicalConnection connection = handler instanceof Acquirable known ? inventory.of(known) : null;
        if (connection == null) {
            throw new SQLException("not a connection of this pool", "08003");
        }
        EnlistedConnection enlisted = enlistmentOf(connection);
        try {
            manager.associate(enlisted, xaResource);
        } catch (SQLException e) {
            throw enlisted.isStarted() ? e : refused(enlisted, xaResource, e);
        }
    }

    /**
     * Returns the exception for a refused enlistment. A transaction that is marked for rollback takes no further
     * connection, and refuses before any work on one. After any other refusal, the work begun with an XA resource is
     * unknown.
     */
    private static SQLException refused(
            EnlistedConnection enlisted, @Nullable XAResource xaResource, SQLException failure) {
        boolean marked = ExceptionChain.of(failure).stream().anyMatch(TransactionBridge::saysRollback);
        if (marked || xaResource == null) {
            enlisted.refuse();
        }
        return marked
                ? new SQLException(
                        "the transaction is marked for rollback: no connection can join it any more", "25000", failure)
                : failure;
    }

    /** Detects the exception by its name, as the application chooses the edition of the transaction API, if any. */
    private static boolean saysRollback(Throwable failure) {
        return failure.getClass().getSimpleName().equals("RollbackException");
    }

    /** Returns the enlistment of earlier acquires of the same transaction, or a new one. */
    private static EnlistedConnection enlistmentOf(PhysicalConnection connection) {
        if (connection.enlisted() instanceof EnlistedConnection current && !current.isDetached()) {
            return current;
        }
        EnlistedConnection fresh = new EnlistedConnection(connection);
        connection.enlisted(fresh);
        return fresh;
    }

    @Override
    public boolean disassociate(TransactionAware handler) throws SQLException {
        return manager.disassociate(handler);
    }

    @Override
    public void addResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        manager.addResourceRecoveryFactory(factory);
    }

    @Override
    public void removeResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        manager.removeResourceRecoveryFactory(factory);
    }
}
