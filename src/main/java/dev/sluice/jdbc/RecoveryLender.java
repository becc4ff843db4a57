package dev.sluice.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leases connections for the recovery of transactions, which uses Agroal instead of the managed data source. The store
 * needs the lender before its pool exists; the pool is attached afterwards.
 */
final class RecoveryLender {

    private static final AcquireRequest RECOVERY = AcquireRequest.DEFAULT
            .withPriority(Priority.CRITICAL)
            .withTag("purpose", "transaction recovery")
            .withMaxHold(Duration.ZERO);

    private @Nullable ManagedPool<PhysicalConnection> pool; // Written before the pool opens its first connection

    /** Attaches the pool. Called once, before the first connection. */
    void attach(ManagedPool<PhysicalConnection> newPool) {
        pool = newPool;
    }

    /** Returns whether the policy of the pool names tenants. */
    boolean isSharedByTenants() {
        return pool != null && pool.policy().hasTenants();
    }

    /** Returns a leased connection, marked as in use. The recovery waits at the gate like other callers. */
    PhysicalConnection lend() {
        if (pool == null) {
            throw new IllegalStateException("the pool is not open yet");
        }
        try {
            Lease<PhysicalConnection> lease = JdbcAcquire.from(pool, RECOVERY);
            lease.resource().use(lease);
            return lease.resource();
        } catch (SQLException e) {
            throw sneak(e);
        }
    }

    /**
     * Throws a checked exception without declaring it. Agroal's cache declares none, but its callers declare {@link
     * SQLException}.
     */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneak(Throwable t) throws T {
        throw (T) t;
    }
}
