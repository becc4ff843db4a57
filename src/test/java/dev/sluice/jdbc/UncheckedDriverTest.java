package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeTime;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@Tag("fast")
class UncheckedDriverTest {

    @Test
    @DisplayName(
            "C6 a driver that throws unchecked exceptions while a connection is returned costs the session, not its place")
    void placeComesBack() throws Exception {
        FakeDatabase database = new FakeDatabase();
        JdbcPool pool = open(database);
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

    private static JdbcPool open(FakeDatabase database) {
        FakeTime time = new FakeTime();
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        JdbcPool pool = JdbcPool.create(
                "unchecked",
                PoolConfig.builder().minSize(0).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, new InlineWorkers(), () -> 0.5));
        pool.pool().start().join();
        return pool;
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new SQLException("cannot close"), new IllegalStateException("gone"), new NoClassDefFoundError("gone"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a session has ended when the driver's close has thrown any exception: no thread waits for a limit")
    void closeThrows(Throwable failure) throws Exception {
        FakeDatabase database = new FakeDatabase();
        JdbcPool pool = open(database);
        pool.dataSource().getConnection().close();
        database.onClose = () -> {
            throw sneak(failure);
        };
        assertThat(pool.pool().reset(false).retired()).hasSize(1);
        assertThat(pool.pool().stats().closing()).isZero();
        pool.dataSource().getConnection().close();
        assertThat(pool.pool().reset(false).complete()).isTrue();
        assertThat(database.sessions()).hasSize(2).allSatisfy(session -> {
            assertThat(session.closes()).isEqualTo(1);
            assertThat(session.aborts()).as("ended by force, after the limit").isZero();
        });
        pool.close();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Exception sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
