package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeTime;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agroal restores autocommit and the isolation of each session that it receives. Both commit open work, on H2 also the
 * isolation. H2's own abort does nothing.
 */
@DisplayName("Open work of a session that cannot be used again is never committed")
@Timeout(60)
@Tag("service")
class AbortedWorkTest {

    @ParameterizedTest(name = "direct: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("after an abort that the driver ignores")
    void aborted(boolean isDirect) throws SQLException {
        try (H2Pool pool = new H2Pool(SessionRules.DEFAULT)) {
            passAgroal(pool.dataSource(), isDirect);
            Connection connection = pool.connection();
            execute(connection, "create table work (n int)");
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            execute(connection, "insert into work values (1)");
            connection.abort(Runnable::run);
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
            }
            assertThat(pool.created()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "direct: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("after a failed rollback: the session is cut before Agroal restores anything")
    void failedRollback(boolean isDirect) throws SQLException {
        FakeDatabase database = new FakeDatabase();
        try (JdbcPool pool = open(database)) {
            passAgroal(pool.dataSource(), isDirect);
            Connection connection = pool.dataSource().getConnection();
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            AtomicInteger resets = new AtomicInteger();
            database.onReset = () -> {
                if (resets.incrementAndGet() == 1) {
                    throw new SQLException("no rollback");
                }
            };
            connection.close();
            assertThat(database.sessions().get(0).autoCommit()).isFalse();
            database.onReset = () -> {};
            pool.dataSource().getConnection().close();
            assertThat(database.sessions()).hasSize(2);
            assertThat(pool.pool().stats().inUse()).isZero();
        }
    }

    private static void passAgroal(ManagedDataSource dataSource, boolean isDirect) {
        if (!isDirect) {
            dataSource.setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
        }
    }

    private static JdbcPool open(FakeDatabase database) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        FakeTime time = new FakeTime();
        JdbcPool pool = JdbcPool.create(
                "aborted",
                PoolConfig.builder().minSize(1).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, new InlineWorkers(), () -> 0.5));
        pool.pool().start().join();
        return pool;
    }
}
