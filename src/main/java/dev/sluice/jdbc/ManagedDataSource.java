package dev.sluice.jdbc;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.Selector;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose callers pass the gate. It can be used as a {@link javax.sql.DataSource} and as an {@link
 * AgroalDataSource}. Thread-safe.
 *
 * <p>{@link #getConnection()} waits in the lane that {@link AcquireContext} names for the thread, {@link #acquire} in
 * the lane of its request. Within a JTA transaction the second acquire shares the connection of the first, without
 * another permit. The permit is released when the transaction ends.
 *
 * <p>A refusal is a {@link SQLTransientConnectionException}, with the {@link PoolException} as its cause; a closed pool
 * throws a {@link SQLNonTransientConnectionException}. An interrupt leaves the thread's flag set.
 */
public final class ManagedDataSource implements AgroalDataSource {

    private static final long serialVersionUID = 1L;

    private final transient ManagedPool<PhysicalConnection> pool;
    private final transient AgroalStore store;
    private final transient ConnectionAcquire acquire;
    private final transient Warnings warnings;
    private final transient Listeners listeners;
    private final transient DatabaseCheck health;
    private final transient AgroalDataSourceConfiguration configuration;

    private transient volatile List<AgroalPoolInterceptor> interceptors = List.of();

    ManagedDataSource(
            ManagedPool<PhysicalConnection> pool,
            AgroalStore store,
            ConnectionAcquire acquire,
            Warnings warnings,
            DatabaseCheck health) {
        this.pool = pool;
        this.store = store;
        this.acquire = acquire;
        this.warnings = warnings;
        this.listeners = warnings.listeners();
        this.health = health;
        this.configuration = new LiveConfiguration(pool, store::description, () -> interceptors);
        setPoolInterceptors(configuredInterceptors(store.agroal()));
    }

    /**
     * Returns the interceptors of the configuration, which exist since Agroal 3.2. Without interceptors, Agroal throws
     * a {@link NullPointerException}.
     */
    private static List<AgroalPoolInterceptor> configuredInterceptors(AgroalDataSource inner) {
        try {
            return inner.getPoolInterceptors();
        } catch (NullPointerException e) {
            return List.of();
        }
    }

    /** Returns the name of the pool. */
    public String name() {
        return pool.name();
    }

    /** Returns the pool that leases the connections. */
    public ManagedPool<?> pool() {
        return pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return acquire.acquire(AcquireContext.current(), false, isIntercepted());
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        return acquire.acquire(AcquireContext.current(), true, isIntercepted());
    }

    /** Acquires a connection like {@link #getConnection()}, with the priority, timeout and tags of the request. */
    public Connection acquire(AcquireRequest request) throws SQLException {
        return acquire.acquire(request, false, isIntercepted());
    }

    private boolean isIntercepted() {
        return !interceptors.isEmpty();
    }

    /**
     * Returns the name of the session behind a connection of this data source, {@code conn_<index>_<epoch nanos>}.
     *
     * @return null if the connection is closed or not of this pool
     */
    public @Nullable String nameOf(Connection connection) throws SQLException {
        return connection instanceof ManagedConnection ours && ours.isOf(store.inventory()) && !ours.isClosed()
                ? ours.name()
                : null;
    }

    /**
     * Returns whether the database answers, over an idle connection or over a new session that is closed afterwards.
     * See {@link DatabaseCheck}.
     */
    @Override
    public boolean isHealthy(boolean newConnection) throws SQLException {
        return newConnection ? health.opens() : health.answers();
    }

    @Override
    public AgroalDataSourceConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public AgroalDataSourceMetrics getMetrics() {
        return new PoolMetrics(pool, store.leases()::refused);
    }

    /**
     * Runs one of Agroal's six flushes by the pool's own operations, which keep the guarantees of the pool. ALL resets
     * by force. GRACEFUL resets. IDLE retires the idle connections. INVALID validates each idle connection before its
     * next use. LEAK breaks leases that are held for longer than the leak threshold. FILL creates up to the minimum.
     *
     * <p>Never refused: while another operation runs, the request is kept and runs after it, at most one request of
     * each mode. Failures are reported as warnings, as in Agroal.
     */
    @Override
    public void flush(FlushMode mode) {
        if (mode == FlushMode.LEAK && pool.config().leakThreshold().isZero()) {
            warnings.report("Flushing leak connections with no specified leak timeout.");
            return;
        }
        AtomicBoolean announced = new AtomicBoolean(); // a request that is kept begins twice
        pool.whenFree("flush " + mode, () -> {
            try {
                if (announced.compareAndSet(false, true)) {
                    listeners.flushing(mode);
                }
                flushNow(mode);
            } catch (OperationInProgress e) {
                throw e; // the request is kept
            } catch (RuntimeException e) {
                warnings.report("flush " + mode + " failed: " + e.getMessage());
            }
        });
    }

    private void flushNow(FlushMode mode) {
        switch (mode) {
            case ALL -> pool.reset(true);
            case GRACEFUL -> pool.reset(false);
            case IDLE -> pool.expire(new Selector(null, Duration.ZERO, null));
            case INVALID -> pool.suspectIdle();
            case LEAK -> pool.reclaimLeaks(OperationContext.plain());
            case FILL -> pool.fill(pool.config().minSize());
        }
    }

    @Override
    public void setPoolInterceptors(@Nullable Collection<? extends AgroalPoolInterceptor> newInterceptors) {
        List<AgroalPoolInterceptor> sorted = Stream.ofNullable(newInterceptors)
                .flatMap(Collection::stream)
                .<AgroalPoolInterceptor>map(each -> each)
                .sorted(AgroalPoolInterceptor.DEFAULT_COMPARATOR)
                .toList();
        intercept(store.agroal(), sorted);
        interceptors = sorted;
        sorted.forEach(listeners::intercepted);
    }

    private void intercept(AgroalDataSource agroal, List<AgroalPoolInterceptor> all) {
        agroal.setPoolInterceptors(all.stream()
                .map(each -> new PairedInterceptor(each, store.inventory()::isUnused))
                .toList());
    }

    /** Prepares the next Agroal data source, which will open the new sessions, with the settings of the present one. */
    void moved(AgroalDataSource agroal) {
        intercept(agroal, interceptors);
        try {
            agroal.setLogWriter(store.agroal().getLogWriter());
        } catch (SQLException e) {
            // the driver supports no log writer
        }
    }

    @Override
    public List<AgroalPoolInterceptor> getPoolInterceptors() {
        return interceptors;
    }

    /** Closes the pool, see {@link ManagedPool#close()}. */
    @Override
    public void close() {
        pool.close();
    }

    /** Throws, as in Agroal: the pool's connections have the pool's credentials. */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("username/password not supported: the pool has its own");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return store.agroal().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        store.agroal().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        // as in Agroal, the configuration decides
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return (int) store.description()
                .connectionFactoryConfiguration()
                .loginTimeout()
                .toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return store.agroal().getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return store.agroal().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || store.agroal().isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "ManagedDataSource[" + pool.name() + "]";
    }
}
