package dev.sluice.soak;

import dev.sluice.access.AuditTrail;
import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.adapter.logging.LogWatcher;
import dev.sluice.control.PoolFactory;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.testing.JmxClient;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The manager of a soak, its MBeans and log, one pool for the clients, and those that come and go. */
final class SoakedPools implements PoolFactory, AutoCloseable {

    static final String NAME = "soaked";
    static final int MIN = 2;
    static final int MAX = 10;

    private final String url;
    private final String user;
    private final Counts counts;
    private final PoolManager manager = new PoolManager();
    private final JmxExporter exporter = JmxExporter.onPlatformServer(manager, JmxClient.ADMIN, AuditTrail.NONE);
    private final Map<ManagedPool<?>, PoolThreads> threads = new ConcurrentHashMap<>();
    private final JdbcPool jdbc;

    SoakedPools(String url, String user, Counts counts) {
        this.url = url;
        this.user = user;
        this.counts = counts;
        manager.watch(new LogWatcher());
        manager.use(this);
        jdbc = create(NAME);
        manager.register(jdbc.pool());
        jdbc.pool().start().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Permits requests to move the pool to another URL of its server. */
    void permit(String alias) {
        jdbc.nameDestinations(List.of(alias));
    }

    private JdbcPool create(String name) {
        PoolThreads own = new PoolThreads(name, MAX, failure -> counts.violation("housekeeping failed: " + failure));
        AgroalConnectionPoolConfigurationSupplier logins = new AgroalConnectionPoolConfigurationSupplier().maxSize(MAX);
        logins.connectionFactoryConfiguration()
                .jdbcUrl(url)
                .principal(new NamePrincipal(user))
                .credential(new SimplePassword("secret"));
        DatabaseKind.Timeouts timeouts =
                new DatabaseKind.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(8));
        JdbcPool pool = JdbcPool.create(name, rules(), logins.get(), timeouts, own.runtime());
        threads.put(pool.pool(), own);
        return pool;
    }

    /** Lifetimes and idle times pass often; leases are leaks soon. */
    private static PoolConfig rules() {
        return PoolConfig.builder()
                .minSize(MIN)
                .maxSize(MAX)
                .acquisitionTimeout(Duration.ofSeconds(2))
                .maxLifetime(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofSeconds(3))
                .validateAfterIdle(Duration.ofMillis(500))
                .validationTimeout(Duration.ofSeconds(1))
                .backgroundValidation(Duration.ofSeconds(1))
                .leakThreshold(Duration.ofSeconds(2))
                .maintenanceInterval(Duration.ofMillis(500))
                .build();
    }

    PoolManager manager() {
        return manager;
    }

    ManagedDataSource dataSource() {
        return jdbc.dataSource();
    }

    ManagedPool<?> pool() {
        return jdbc.pool();
    }

    @Override
    public ManagedPool<?> make(PoolPlan plan) {
        return create(plan.name()).pool();
    }

    @Override
    public void keep(PoolPlan plan, ManagedPool<?> pool) {
        // nothing looks for it by its name
    }

    @Override
    public void checkDeletable(ManagedPool<?> pool) {
        // every pool is
    }

    @Override
    public String forget(ManagedPool<?> pool, boolean forGood) {
        end(pool);
        return "";
    }

    private void end(ManagedPool<?> pool) {
        PoolThreads own = threads.remove(pool);
        if (own == null) {
            counts.violation("pool " + pool.name() + " was forgotten twice");
        } else {
            own.close();
        }
    }

    @Override
    public void close() {
        manager.close();
        exporter.close();
        end(jdbc.pool());
        threads.keySet().forEach(pool -> counts.violation("pool " + pool.name() + " is left"));
    }
}
