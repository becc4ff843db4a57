package dev.sluice.adapter.jmx;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchContext;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.batch.rows.Row;
import dev.sluice.control.PoolName;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.testing.Await;
import dev.sluice.time.Ticker;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches over one pool, on an H2 of their own, shown by an exporter; at most three at once. */
final class H2Batches implements BatchContext, AutoCloseable {

    static final String BEAN = "dev.sluice:type=Batches";

    /** The handler whose jobs wait until {@link #open}. */
    static final String HELD = "held";

    /** The handler that does not like job 3. */
    static final String PICKY = "picky";

    private static final AtomicInteger LAST = new AtomicInteger();
    private static final int CONNECTIONS = 4;
    private static final int MOST_RUNNING = 3;

    final Batches batches;
    final CountDownLatch open = new CountDownLatch(1);
    private final PoolThreads threads = new PoolThreads(PoolName.DEFAULT, CONNECTIONS, e -> {});
    private final JdbcPool pool;
    private final Path directory;

    final BatchBeans beans;

    H2Batches(JmxExporter exporter, Path directory, boolean takesSql) {
        beans = new BatchBeans(exporter);
        this.directory = directory;
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier();
        sessions.maxSize(CONNECTIONS)
                .connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:jmx-batches" + LAST.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        pool = JdbcPool.create(
                PoolName.DEFAULT,
                PoolConfig.builder()
                        .minSize(0)
                        .maxSize(CONNECTIONS)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .build(),
                new JdbcPool.Sessions(sessions.get(), DatabaseKind.Timeouts.NONE, SessionRules.DEFAULT),
                threads.runtime());
        pool.pool().start().join();
        batches = new Batches(this, new Batches.Limits(MOST_RUNNING, takesSql, 0), beans::listener, Ticker.system());
        beans.show(batches);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns once that batch is over; it may count as a running one for a moment more. */
    void awaitEnd(Object id) {
        Await.until(id + " has ended", () -> find(id).status().hasEnded());
    }

    private Batch find(Object id) {
        try {
            return batches.get(String.valueOf(id));
        } catch (BadOrder e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public ManagedDataSource pool(String name) throws BadOrder {
        if (name.equals(PoolName.DEFAULT)) {
            return pool.dataSource();
        }
        throw new BadOrder("there is no JDBC pool '" + name + "'; there are: default");
    }

    @Override
    public JobHandler handler(String name) throws BadOrder {
        return switch (name) {
            case HELD -> new Handler(HELD);
            case PICKY -> new Handler(PICKY);
            default -> throw new BadOrder("there is no handler '" + name + "'");
        };
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        open.countDown();
        batches.close();
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }

    private final class Handler implements JobHandler {

        private final String name;

        Handler(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void handle(Connection connection, Chunk<Row> chunk) {
            if (name.equals(HELD)) {
                Await.open(open);
            } else if (chunk.items().stream().anyMatch(row -> row.number() == 3)) {
                throw new IllegalStateException("refused: too many");
            }
        }
    }
}
