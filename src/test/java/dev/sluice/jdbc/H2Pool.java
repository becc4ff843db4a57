package dev.sluice.jdbc;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** A managed pool of one connection to an H2 of its own. */
final class H2Pool implements AutoCloseable {

    private static final AtomicInteger LAST = new AtomicInteger();

    private final String url = "jdbc:h2:mem:traces" + LAST.incrementAndGet() + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1";
    private final ThreadTimer timer = new ThreadTimer("test-timer", failure -> {});
    private final ExecutorService workers = Workers.named("test-worker", 4);
    private final JdbcPool jdbc;

    H2Pool(SessionRules rules) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(url);
        jdbc = JdbcPool.create(
                "h2",
                PoolConfig.builder()
                        .minSize(0)
                        .maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .validationTimeout(Duration.ofSeconds(20))
                        .build(),
                new JdbcPool.Sessions(sessions.get(), DatabaseKind.Timeouts.NONE, rules),
                runtime());
        jdbc.pool().start().join();
    }

    /** Returns the time and the threads of this pool, for a pool that ends before it. */
    PoolRuntime runtime() {
        return new PoolRuntime(Ticker.system(), timer, workers, () -> 0.5);
    }

    Connection connection() throws SQLException {
        return jdbc.dataSource().getConnection();
    }

    JdbcPool jdbc() {
        return jdbc;
    }

    ManagedDataSource dataSource() {
        return jdbc.dataSource();
    }

    /** Returns the number of opened sessions. */
    long created() {
        return jdbc.pool().stats().counters().created();
    }

    /** Ends the session behind a connection, as an administrator does. */
    void kill(Connection connection) throws SQLException {
        String id = PostgresPool.ask(connection, "select session_id()");
        try (Connection administrator = DriverManager.getConnection(url)) {
            PostgresPool.execute(administrator, "call abort_session(" + id + ")");
        }
    }

    @Override
    public void close() {
        jdbc.pool().close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        workers.shutdownNow();
    }
}
