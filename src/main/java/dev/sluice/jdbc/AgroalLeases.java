package dev.sluice.jdbc;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.cache.Acquirable;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The leases of a pool as Agroal sees them: from the acquire, through Agroal's wrapper, to the release. Thread-safe.
 *
 * <p>Acquire: Agroal requests a connection from its {@link ConnectionCache}, which is this object. The answer is the
 * connection that {@link #checkOut} has stored for the thread. Release: the application or the end of a transaction
 * closes the connection. Agroal then notifies its {@link AgroalDataSourceListener}, which is this object, too.
 */
@SuppressWarnings("ThreadLocalUsage") // one for each pool, because a thread may acquire from two pools
final class AgroalLeases implements ConnectionCache, AgroalDataSourceListener {

    private final SessionInventory inventory;
    private final SessionReset reset;
    private final Consumer<PhysicalConnection> ended;
    private final Supplier<PhysicalConnection> lender;
    private final Supplier<AgroalConnectionPoolConfiguration> description;
    private final ThreadLocal<PhysicalConnection> chosen = new ThreadLocal<>();
    private final LongAdder refused = new LongAdder();

    /**
     * Creates the view of a pool without leases.
     *
     * @param reset prepares sessions for their next users
     * @param ended receives each session that Agroal has destroyed
     * @param lender leases a connection for callers that use Agroal directly, such as transaction recovery
     * @param description the current configuration
     */
    AgroalLeases(
            SessionInventory inventory,
            SessionReset reset,
            Consumer<PhysicalConnection> ended,
            Supplier<PhysicalConnection> lender,
            Supplier<AgroalConnectionPoolConfiguration> description) {
        this.inventory = inventory;
        this.reset = reset;
        this.ended = ended;
        this.lender = lender;
        this.description = description;
    }

    // --- Acquire

    /**
     * Lets Agroal wrap the leased connection, read-only on request. The lease ends with the close of the wrapper. If
     * this method throws, the lease has already ended.
     */
    Connection checkOut(Lease<PhysicalConnection> lease, boolean readOnly) throws SQLException {
        PhysicalConnection connection = lease.resource();
        try {
            connection.use(lease);
        } catch (SQLException e) {
            lease.close();
            throw e;
        }
        if (description.get().enhancedLeakReport()) {
            connection.beginLeakReport();
        }
        chosen.set(connection);
        try {
            return wrap(connection, lease, readOnly);
        } catch (Throwable t) {
            refused.increment();
            boolean untouched = chosen.get() == connection;
            connection.alone(() -> takeBack(connection, lease, untouched));
            throw t;
        } finally {
            chosen.remove();
        }
    }

    /**
     * Returns another connection to the session that the current transaction uses. If the transaction works for another
     * tenant than the lease, the session is reset after it, and not kept for either tenant.
     */
    Connection share(PhysicalConnection connection, AcquireRequest request, boolean readOnly) throws SQLException {
        Lease<PhysicalConnection> lease = connection.lease();
        if (lease == null) {
            throw new SQLException("the transaction has ended", "25000");
        }
        if (!Objects.equals(request.tenant(), lease.request().tenant())
                && (reset.isDueAfter(request) || reset.isDueAfter(lease.request()))) {
            lease.resetOnClose();
        }
        return wrap(connection, lease, readOnly);
    }

    private Connection wrap(PhysicalConnection connection, Lease<PhysicalConnection> lease, boolean readOnly)
            throws SQLException {
        AgroalDataSource agroal = connection.source().agroal();
        Connection wrapper = readOnly ? agroal.getReadOnlyConnection() : agroal.getConnection();
        return new AgroalConnection(wrapper, connection, lease);
    }

    /** Returns the number of leases that did not reach their callers, because Agroal or a transaction refused them. */
    long refused() {
        return refused.sum();
    }

    /** Recovers a connection after a failure of Agroal during the acquire, without a call of its listener. */
    private void takeBack(PhysicalConnection connection, Lease<PhysicalConnection> lease, boolean untouched) {
        Enlistment enlisted = connection.enlisted();
        if (enlisted != null) {
            enlisted.detach();
        }
        if (connection.lease() != lease) {
            return; // the listener has ended the lease
        }
        connection.unused();
        if (!untouched) {
            boolean ours = connection.repossess();
            if (!ours || enlisted == null || !enlisted.isRefused()) {
                lease.invalidate(); // a transaction or an interceptor may have begun work on the session
            }
        }
        lease.close();
    }

    // --- ConnectionCache: the calls of Agroal

    @Override
    public Acquirable get() {
        PhysicalConnection connection = chosen.get();
        if (connection == null) {
            connection = lender.get(); // transaction recovery does not use the managed data source
        }
        chosen.remove();
        return connection.handler();
    }

    @Override
    public void put(Acquirable handler) {
        // the listener is notified when the connection is free
    }

    @Override
    public void reset() {
        // nothing is kept per thread
    }

    // --- AgroalDataSourceListener: the events of Agroal

    @Override
    public void beforeConnectionReturn(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        if (connection == null || connection.lease() == null) {
            return; // created or closed by the pool
        }
        if (connection.breakIfBlocked()) {
            connection.control().setFlushOnly();
            return;
        }
        try {
            reset.endWork(raw);
        } catch (SQLException | RuntimeException e) {
            connection.cut(); // Agroal switches autocommit on now, which would commit the work
            connection.control().setFlushOnly();
        }
    }

    @Override
    public void onConnectionReturn(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        if (connection == null) {
            return;
        }
        boolean dead = !connection.repossess();
        Lease<PhysicalConnection> lease = connection.lease();
        if (lease != null) {
            endLease(connection, dead || !reset.readies(connection, lease));
        }
    }

    @Override
    public void onConnectionFlush(Connection raw) {
        onRemoved(raw);
    }

    @Override
    public void onConnectionReap(Connection raw) {
        onRemoved(raw);
    }

    private void onRemoved(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        if (connection != null) {
            connection.remove();
            endLease(connection, true);
        }
    }

    @Override
    public void onConnectionDestroy(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        if (connection != null) {
            ended.accept(connection);
            // RACE: this housekeeping thread may be here before the releasing thread has reported the removal
            connection.remove();
            endLease(connection, true);
        }
    }

    private static void endLease(PhysicalConnection connection, boolean dead) {
        Lease<PhysicalConnection> lease = connection.lease();
        if (lease == null) {
            return;
        }
        Enlistment enlisted = connection.enlisted();
        if (enlisted != null) {
            enlisted.detach();
        }
        connection.unused();
        if (dead) {
            lease.invalidate();
        }
        lease.close();
    }
}
