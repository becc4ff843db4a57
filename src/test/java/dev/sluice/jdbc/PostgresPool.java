package dev.sluice.jdbc;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.PostgresServer;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A managed pool on the PostgreSQL of the tests, with everything that it runs on; and Agroal alone, to compare. */
final class PostgresPool implements AutoCloseable {

    /** The limit of the driver for an answer, unless a test has its own. */
    static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final AtomicReference<Throwable> timerFailure = new AtomicReference<>();
    private final ThreadTimer timer = new ThreadTimer("test-timer", timerFailure::set);
    private final ExecutorService workers = Workers.named("test-worker", 8);
    private final JdbcPool jdbc;

    /** The settings of the pool; the defaults suit most tests. */
    static final class Settings {
        final PoolConfig.Builder rules = PoolConfig.builder()
                .minSize(0)
                .maxSize(4)
                .acquisitionTimeout(PATIENCE)
                .validationTimeout(PATIENCE)
                .maxLifetime(Duration.ZERO);
        final AgroalConnectionPoolConfigurationSupplier sessions;

        /** So long that a busy machine does not end anything; a test whose database is silent has its own. */
        DatabaseKind.Timeouts timeouts = new DatabaseKind.Timeouts(PATIENCE, PATIENCE, SOCKET_TIMEOUT);

        SessionRules sessionRules = SessionRules.DEFAULT;

        /** The checks of the application, by their names. */
        Map<String, ResourceCheck<?>> checks = Map.of();

        /** A test may bring its own time. */
        FakeTime time;

        Settings(AgroalConnectionPoolConfigurationSupplier sessions) {
            this.sessions = sessions;
        }

        private PoolRuntime runtime(ThreadTimer timer, ExecutorService workers) {
            PoolRuntime runtime = time == null
                    ? new PoolRuntime(Ticker.system(), timer, workers, () -> 0.5)
                    : new PoolRuntime(time, time, workers, () -> 0.5);
            return runtime.withChecks(checks);
        }
    }

    private PostgresPool(Settings settings) {
        PoolRuntime runtime = settings.runtime(timer, workers);
        JdbcPool.Sessions sessions =
                new JdbcPool.Sessions(settings.sessions.get(), settings.timeouts, settings.sessionRules);
        jdbc = JdbcPool.create("test", settings.rules.build(), sessions, runtime);
    }

    /** A pool that has started, its minimum of connections created. */
    static PostgresPool open(PostgresServer server, Consumer<Settings> change) {
        return open(sessions(server), change);
    }

    /** A pool that has started on any server. */
    static PostgresPool open(AgroalConnectionPoolConfigurationSupplier sessions, Consumer<Settings> change) {
        Settings settings = new Settings(sessions);
        change.accept(settings);
        PostgresPool pool = new PostgresPool(settings);
        pool.pool().start().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        return pool;
    }

    /** A pool of that size. */
    static PostgresPool open(PostgresServer server, int min, int max) {
        return open(server, settings -> settings.rules.minSize(min).maxSize(max));
    }

    /** Returns the settings of sessions with the server. */
    static AgroalConnectionPoolConfigurationSupplier sessions(PostgresServer server) {
        return sessions(server.url(), server.user(), server.password());
    }

    static AgroalConnectionPoolConfigurationSupplier sessions(String url, String user, String password) {
        AgroalConnectionPoolConfigurationSupplier supplier = new AgroalConnectionPoolConfigurationSupplier().maxSize(4);
        supplier.connectionFactoryConfiguration()
                .jdbcUrl(url)
                .principal(new NamePrincipal(user))
                .credential(new SimplePassword(password));
        return supplier;
    }

    /** Agroal without Sluice, with its own defaults but for what is changed. */
    static AgroalDataSource bareAgroal(
            PostgresServer server,
            Consumer<AgroalConnectionPoolConfigurationSupplier> change,
            AgroalDataSourceListener... listeners)
            throws SQLException {
        AgroalConnectionPoolConfigurationSupplier pool = sessions(server);
        change.accept(pool);
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier()
                        .metricsEnabled(true)
                        .connectionPoolConfiguration(pool)
                        .get(),
                listeners);
    }

    ManagedDataSource dataSource() {
        return jdbc.dataSource();
    }

    JdbcPool jdbc() {
        return jdbc;
    }

    ManagedPool<?> pool() {
        return jdbc.pool();
    }

    PoolStats stats() {
        return pool().stats();
    }

    Connection connection() throws SQLException {
        return dataSource().getConnection();
    }

    AgroalConnectionPoolConfiguration configuration() {
        return dataSource().getConfiguration().connectionPoolConfiguration();
    }

    /** The names of the connections in the pool, sorted. */
    List<String> names() {
        return stats().connections().stream().map(ConnectionInfo::id).sorted().toList();
    }

    /** Waits until nothing is leased, created or closed. */
    void awaitRest() {
        await("the pool is at rest", stats -> stats.inUse() == 0 && stats.creating() == 0 && stats.closing() == 0);
    }

    /** Waits until a caller gets a connection that works. */
    void awaitService() {
        Awaitility.await("the pool serves")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(2))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = connection()) {
                        return ask(connection, "select 1").equals("1");
                    }
                });
    }

    void await(String what, Predicate<PoolStats> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(2)).until(this::stats, condition::test);
    }

    /** The first value of the first row. */
    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The name that the server has for the session. */
    static String nameOf(Connection connection) throws SQLException {
        return ask(connection, "show application_name");
    }

    @Override
    public void close() {
        pool().close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        workers.shutdownNow();
        if (timerFailure.get() != null) {
            throw new AssertionError("a task of the timer failed", timerFailure.get());
        }
    }
}
