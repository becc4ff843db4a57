package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeTime;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UncheckedDriverTest {

    @Test
    @DisplayName(
            "C6 a driver that throws unchecked exceptions while a connection is returned costs the session, not its place")
    void placeComesBack() throws Exception {
        FakeDatabase database = new FakeDatabase();
        FakeTime time = new FakeTime();
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        JdbcPool pool = JdbcPool.create(
                "unchecked",
                PoolConfig.builder().minSize(0).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        pool.pool().start().join();
        for (int round = 0; round < 3; round++) {
            Connection connection = pool.dataSource().getConnection();
            connection.setAutoCommit(false);
            database.onReset = () -> {
                throw new IllegalStateException("the driver is confused");
            };
            assertThatThrownBy(connection::close).hasMessageContaining("confused");
            database.onReset = () -> {};
            assertThat(pool.pool().stats().inUse()).isZero();
            assertThat(pool.pool().stats().total()).isZero();
            assertThat(database.alive()).isZero();
        }
        pool.close();
    }
}
