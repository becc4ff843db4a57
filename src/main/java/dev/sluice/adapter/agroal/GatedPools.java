package dev.sluice.adapter.agroal;

import dev.sluice.adapter.jfr.FlightWatcher;
import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.adapter.logging.LogWatcher;
import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.control.PoolManager;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolThreads;
import dev.sluice.time.Workers;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The pools behind the data sources that {@link GatedProvider} has created, under one manager, shown in JMX and in the
 * log. A pool has the name of the database in its URL, with a number if the name is taken. It leaves the manager when
 * its data source is closed. The MBeans exist while there are pools, so that an application that has closed its data
 * sources can be unloaded. Thread-safe.
 */
public final class GatedPools {

    private static final System.Logger LOG = System.getLogger(GatedPools.class.getPackageName());

    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(5);

    /** The Spring Boot class that binds meters, but only for an Agroal class that cannot be extended. */
    private static final String SPRING_METERS =
            "io.agroal.springframework.boot.metrics.AgroalDataSourcePoolMetricsAutoConfiguration";

    private final PoolManager manager = new PoolManager();
    private final Set<String> names = new HashSet<>(); // Guarded by this
    private final boolean shows = hasJBossLogging();
    private @Nullable JmxExporter exporter; // Guarded by this

    /** Holds the instance, which is created with the first pool and lives as long as the JVM. */
    private static final class Shared {
        static final GatedPools POOLS = new GatedPools();
    }

    private GatedPools() {
        manager.watch(new FlightWatcher());
        if (shows) {
            manager.watch(new LogWatcher());
        } else {
            LOG.log(
                    Level.WARNING,
                    "pools are managed, but neither shown in JMX nor in the log: for that, JBoss Logging 3.6 or later"
                            + " must be on the class path");
        }
    }

    /** Returns whether the class path has a version of JBoss Logging that the log lines can use. */
    private static boolean hasJBossLogging() {
        try {
            Class.forName("org.jboss.logging.Logger")
                    .getMethod("getMessageLogger", MethodHandles.Lookup.class, Class.class, String.class);
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }

    /** Warns that Spring Boot binds no meters here, so that an operator who has switched metrics on knows why. */
    private static void warnOfSpringMeters() {
        try {
            Class.forName(SPRING_METERS, false, Thread.currentThread().getContextClassLoader());
            LOG.log(
                    Level.WARNING,
                    "Agroal's Spring Boot starter binds no meters (agroal.*) for a data source behind the gate: declare a"
                            + " bean for each, new AgroalDataSourcePoolMetrics(name, dataSource)");
        } catch (ClassNotFoundException | LinkageError e) {
            // the starter is absent, so no meters are expected
        }
    }

    /** Returns the gated pools of this JVM. */
    public static GatedPools shared() {
        return Shared.POOLS;
    }

    /** Returns the manager, for monitoring and operations. */
    public PoolManager manager() {
        return manager;
    }

    ManagedDataSource open(AgroalDataSourceConfiguration configuration, AgroalDataSourceListener... listeners) {
        AgroalConnectionPoolConfiguration agroal = configuration.connectionPoolConfiguration();
        PoolConfig rules = rulesOf(agroal);
        String name = take(agroal.connectionFactoryConfiguration().jdbcUrl());
        PoolThreads threads = new PoolThreads(
                name, rules.maxSize(), e -> LOG.log(Level.ERROR, "housekeeping of pool '" + name + "' failed", e));
        try {
            JdbcPool.Sessions sessions =
                    new JdbcPool.Sessions(agroal, timeoutsOf(agroal), SessionRules.DEFAULT, List.of(listeners));
            JdbcPool pool = JdbcPool.create(name, rules, sessions, threads.runtime());
            pool.dataSource().getConfiguration().setMetricsEnabled(configuration.metricsEnabled());
            if (configuration.metricsEnabled()) {
                warnOfSpringMeters();
            }
            start(pool.pool(), agroal.initialSize(), threads);
            return pool.dataSource();
        } catch (RuntimeException | Error e) {
            threads.close();
            free(name);
            throw e;
        }
    }

    /**
     * Returns the rules of the pool. As with Agroal, a thread that waits for its own connection waits until its
     * deadline. Without a deadline, it is refused.
     */
    private static PoolConfig rulesOf(AgroalConnectionPoolConfiguration agroal) {
        try {
            PoolConfig.Builder defaults = PoolConfig.builder();
            if (!agroal.acquisitionTimeout().isZero()) {
                defaults.admission(AdmissionPolicy.builder().refuseNested(false).build());
            }
            return JdbcPool.rulesOf(agroal, defaults.build());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(GatedProvider.SWITCH + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the driver's timeouts. Reads have no limit, as with Agroal, because long queries must not be interrupted.
     */
    private static DatabaseKind.Timeouts timeoutsOf(AgroalConnectionPoolConfiguration agroal) {
        Duration login = agroal.connectionFactoryConfiguration().loginTimeout();
        return new DatabaseKind.Timeouts(null, login.isZero() ? LOGIN_TIMEOUT : login, Duration.ZERO);
    }

    private void start(ManagedPool<?> pool, int initialSize, PoolThreads threads) {
        pool.addListener(new CloseListener(() -> {
            manager.unregister(pool);
            threads.close();
            free(pool.name());
        }));
        manager.register(pool);
        CompletableFuture<Void> started = pool.start();
        if (initialSize > 0) { // as with Agroal, the caller does not wait for the connections
            started.thenRunAsync(() -> fill(pool, initialSize), task -> Workers.start("sluice-fill", task));
        }
    }

    private static void fill(ManagedPool<?> pool, int initialSize) {
        if (initialSize > pool.stats().total()) {
            pool.fill(initialSize);
        }
    }

    /** Runs an action when the pool is closed. */
    private record CloseListener(Runnable action) implements PoolListener {

        @Override
        public boolean wantsLeases() {
            return false;
        }

        @Override
        public void on(PoolEvent event) {
            if (event.type() == PoolEvent.Type.POOL_CLOSED) {
                action.run();
            }
        }
    }

    private synchronized String take(String url) {
        Set<String> taken = new HashSet<>(names);
        taken.addAll(manager.names());
        String name = PoolNames.of(url, taken);
        names.add(name);
        if (shows && exporter == null) {
            exporter = JmxExporter.onPlatformServer(manager);
        }
        return name;
    }

    private synchronized void free(String name) {
        names.remove(name);
        if (names.isEmpty() && exporter != null) {
            exporter.close(); // the MBean server would keep the class loader of the application
            exporter = null;
        }
    }
}
