package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import io.agroal.api.cache.Acquirable;
import io.agroal.api.transaction.TransactionAware;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session with the database: Agroal's handler of it and the driver's connection.
 *
 * <p>INVARIANT: while no application has it, the handler is checked out of Agroal, by us. So nothing inside
 * Agroal (a scan, a flush, a validation) can take it: the pool's slot alone decides who gets it.
 */
final class PhysicalConnection {

    private final Acquirable handler;
    private final TransactionAware control;
    private final Connection raw;
    private final CompletableFuture<Void> destroyed = new CompletableFuture<>();

    /** Held by whoever gives it back, so that only one does. It is the connection's own: no stranger waits. */
    private final ReentrantLock returning = new ReentrantLock();

    private volatile @Nullable Lease<PhysicalConnection> lease;
    private volatile @Nullable EnlistedConnection enlisted;
    private volatile int networkTimeout = -1; // negative: as the driver set it
    private volatile boolean removed;
    private volatile boolean aborted;

    /** Of a handler that is checked out. */
    <H extends Acquirable & TransactionAware> PhysicalConnection(H handler, Connection raw) {
        this.handler = handler;
        this.control = handler;
        this.raw = raw;
    }

    Acquirable handler() {
        return handler;
    }

    TransactionAware control() {
        return control;
    }

    Connection raw() {
        return raw;
    }

    /** The lease under which an application has it. */
    @Nullable
    Lease<PhysicalConnection> lease() {
        return lease;
    }

    void lease(@Nullable Lease<PhysicalConnection> newLease) {
        lease = newLease;
    }

    /** Does what may end the lease, alone, and only if the lease has not ended yet. */
    void during(Lease<PhysicalConnection> expected, Action action) throws SQLException {
        alone(() -> {
            if (lease == expected) {
                orAbandon(action);
            }
        });
    }

    /**
     * Does what gives it back. Where the driver throws what Agroal does not reckon with, Agroal stops half-way and
     * tells nobody; then the lease ends here, and the session with it. By whoever is {@link #alone}.
     */
    void orAbandon(Action action) throws SQLException {
        Lease<PhysicalConnection> current = lease;
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            if (current != null && lease == current && !isInTransaction()) {
                lease = null;
                current.invalidate();
                current.close();
            }
            throw e;
        }
    }

    private boolean isInTransaction() {
        EnlistedConnection current = enlisted;
        return current != null && current.isStarted() && !current.isDetached();
    }

    /** Does what may end a lease while nobody else does. */
    void alone(Action action) throws SQLException {
        returning.lock();
        try {
            action.run();
        } finally {
            returning.unlock();
        }
    }

    /** Something that gives a connection back. */
    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    /** Its part in the transaction that it is, or was last, enlisted in. */
    @Nullable
    EnlistedConnection enlisted() {
        return enlisted;
    }

    void enlisted(@Nullable EnlistedConnection newEnlisted) {
        enlisted = newEnlisted;
    }

    /** The owner is about to change it; the first value remembered is the driver's own. */
    void rememberNetworkTimeout(int milliseconds) {
        if (networkTimeout < 0) {
            networkTimeout = milliseconds;
        }
    }

    /** Undoes what its last owner did to the network timeout. */
    void restoreNetworkTimeout() throws SQLException {
        if (networkTimeout >= 0) {
            raw.setNetworkTimeout(Runnable::run, networkTimeout);
            networkTimeout = -1;
        }
    }

    /** Takes the handler back from Agroal; false if Agroal is destroying it. */
    boolean repossess() {
        return handler.acquire();
    }

    /** Agroal has taken it out of its list and will destroy it. */
    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    /** It was broken while an application had it; that application has yet to close it. */
    boolean isAborted() {
        return aborted;
    }

    void abort() {
        aborted = true;
    }

    /** Completes when the session has ended. */
    CompletableFuture<Void> destroyed() {
        return destroyed;
    }
}
