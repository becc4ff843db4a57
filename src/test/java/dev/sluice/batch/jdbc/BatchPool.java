package dev.sluice.batch.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A managed pool for batches, on a database of a test. */
public final class BatchPool implements AutoCloseable {

    private static final AtomicInteger LAST = new AtomicInteger();

    private final PoolThreads threads;
    public final JdbcPool jdbc;

    private BatchPool(int maxSize, AgroalConnectionPoolConfigurationSupplier sessions) {
        PoolConfig rules = PoolConfig.builder()
                .minSize(0)
                .maxSize(maxSize)
                .acquisitionTimeout(Duration.ofSeconds(20))
                .build();
        threads = new PoolThreads("batch-test", maxSize, e -> {});
        DatabaseKind.Timeouts timeouts =
                new DatabaseKind.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20));
        jdbc = JdbcPool.create(
                "batch-test",
                rules,
                new JdbcPool.Sessions(sessions.maxSize(maxSize).get(), timeouts, SessionRules.DEFAULT),
                threads.runtime());
        jdbc.pool().start().join();
    }

    /** On an H2 of its own. */
    public static BatchPool h2(int maxSize) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier();
        sessions.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:batch" + LAST.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        return new BatchPool(maxSize, sessions);
    }

    /** On that PostgreSQL. */
    public static BatchPool on(PostgresServer server, int maxSize) {
        return on(server.url(), server.user(), server.password(), maxSize);
    }

    /** On a PostgreSQL of somebody else. */
    public static BatchPool on(String url, String user, String password, int maxSize) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier();
        sessions.connectionFactoryConfiguration()
                .jdbcUrl(url)
                .principal(new NamePrincipal(user))
                .credential(new SimplePassword(password));
        return new BatchPool(maxSize, sessions);
    }

    /** Returns the connections that workers lease. */
    public Connections connections() {
        return Connections.of(jdbc.dataSource(), Priority.BACKGROUND, "test");
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = jdbc.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first value of the first row. */
    public String ask(String sql) throws SQLException {
        try (Connection connection = jdbc.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The demonstration, ready for this database. */
    public DemoUsers users() throws SQLException {
        DemoUsers users = new DemoUsers();
        try (Connection connection = jdbc.dataSource().getConnection()) {
            users.prepare(connection);
        }
        return users;
    }

    /** An empty table of users. */
    public BatchPool withUsers() throws SQLException {
        users();
        execute("delete from " + DemoUsers.TABLE);
        return this;
    }

    @Override
    public void close() {
        jdbc.pool().close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }
}
