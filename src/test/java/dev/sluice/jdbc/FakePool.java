package dev.sluice.jdbc;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeTime;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A pool of one connection to a {@link FakeDatabase}, or to another database that the test sets. All work is done by the
 * thread that causes it.
 */
final class FakePool implements AutoCloseable {

    final FakeDatabase database = new FakeDatabase();
    final FakeTime time = new FakeTime();
    final JdbcPool jdbc;

    FakePool(Consumer<AgroalConnectionPoolConfigurationSupplier> change) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        change.accept(sessions);
        jdbc = JdbcPool.create(
                "fake",
                PoolConfig.builder().minSize(0).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, new InlineWorkers(), () -> 0.5));
        jdbc.pool().start().join();
    }

    FakePool() {
        this(sessions -> {});
    }

    Connection connection() throws SQLException {
        return jdbc.dataSource().getConnection();
    }

    /** All sessions that there ever were. */
    int opened() {
        return database.sessions().size();
    }

    /** The sessions that the pool has created. */
    long created() {
        return jdbc.pool().stats().counters().created();
    }

    void listen(PoolListener listener) {
        jdbc.pool().addListener(listener);
    }

    @Override
    public void close() {
        jdbc.pool().close(CloseMode.FORCE, Duration.ZERO);
    }
}
