package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

@Timeout(60)
@DisplayName("A failure between the connect and the pool closes its session at once:")
@Tag("service")
class FailedSetupTest {

    private static final int ATTEMPTS = 5;

    @Nested
    @DisplayName("on PostgreSQL,")
    class OnPostgres {

        private final PostgresServer server = PostgresServer.shared();

        static Stream<Class<?>> providers() {
            return Stream.of(org.postgresql.Driver.class, PGSimpleDataSource.class, PGXADataSource.class);
        }

        @ParameterizedTest
        @MethodSource("providers")
        @DisplayName("an initial statement that fails")
        void initialStatement(Class<?> provider) throws SQLException {
            leavesNothing(
                    provider,
                    sessions -> sessions.initialSql("SET ROLE nobody_of_that_name"),
                    "connected, but initial-sql failed: ");
        }

        @ParameterizedTest
        @MethodSource("providers")
        @DisplayName("an isolation that the driver refuses")
        void isolation(Class<?> provider) throws SQLException {
            leavesNothing(
                    provider, sessions -> sessions.jdbcTransactionIsolation(99), "connected, but isolation failed: ");
        }

        @Test
        @DisplayName("an initial statement that fails, with a driver that DriverManager finds")
        void driverManager() throws SQLException {
            leavesNothing(
                    null,
                    sessions -> sessions.initialSql("SET ROLE nobody_of_that_name"),
                    "connected, but initial-sql failed: ");
        }

        @ParameterizedTest
        @MethodSource("providers")
        @DisplayName("while a successful statement is committed, and effective for every lease")
        void succeeds(Class<?> provider) throws SQLException {
            try (PostgresPool pool =
                    open(provider, sessions -> sessions.autoCommit(false).initialSql("SET search_path TO here"))) {
                for (int i = 0; i < 2; i++) {
                    try (Connection connection = pool.connection()) {
                        assertThat(PostgresPool.ask(connection, "show search_path"))
                                .isEqualTo("here");
                    }
                }
                assertThat(pool.stats().total()).isOne();
            }
            server.awaitQuiet();
        }

        private void leavesNothing(
                Class<?> provider, Consumer<AgroalConnectionFactoryConfigurationSupplier> change, String words)
                throws SQLException {
            server.awaitQuiet();
            try (PostgresPool pool = open(provider, change)) {
                for (int i = 0; i < ATTEMPTS; i++) {
                    assertThatThrownBy(() -> pool.dataSource().isHealthy(true)).hasMessageContaining(words);
                }
                server.awaitSessions(0);
                assertThat(pool.stats().total()).isZero();
            }
        }

        private PostgresPool open(Class<?> provider, Consumer<AgroalConnectionFactoryConfigurationSupplier> change) {
            return PostgresPool.open(server, settings -> {
                AgroalConnectionFactoryConfigurationSupplier sessions =
                        settings.sessions.connectionFactoryConfiguration();
                sessions.connectionProviderClass(provider);
                change.accept(sessions);
            });
        }
    }

    @Nested
    @DisplayName("with a driver that follows JDBC,")
    class WithFakes {

        private final FakeDatabase database = new FakeDatabase();
        private final PoolThreads threads = new PoolThreads("setup", 3, failure -> {
            throw new AssertionError(failure);
        });
        private final AgroalConnectionPoolConfigurationSupplier sessions =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(3);
        private JdbcPool pool;

        private JdbcPool open(Class<?> provider, AgroalDataSourceListener... listeners) {
            sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(provider);
            pool = JdbcPool.create(
                    "setup",
                    PoolConfig.builder().minSize(0).maxSize(3).build(),
                    new JdbcPool.Sessions(
                            sessions.get(), DatabaseKind.Timeouts.NONE, SessionRules.DEFAULT, List.of(listeners)),
                    threads.runtime());
            pool.pool().start().join();
            return pool;
        }

        @AfterEach
        void end() {
            pool.pool().close(CloseMode.FORCE, Duration.ZERO);
            threads.close();
        }

        private void refused(String words) {
            for (int i = 0; i < ATTEMPTS; i++) {
                assertThatThrownBy(() -> pool.dataSource().isHealthy(true)).hasStackTraceContaining(words);
            }
            assertThat(database.sessions()).hasSizeGreaterThanOrEqualTo(ATTEMPTS);
            assertThat(database.alive()).isZero();
        }

        @Test
        @DisplayName("autocommit that the server refuses")
        void autoCommit() {
            database.onReset = () -> {
                throw new SQLException("no autocommit here");
            };
            open(FakeDriver.class);
            refused("connected, but autocommit failed: no autocommit here");
        }

        @Test
        @DisplayName("a driver that throws undocumented exceptions, an Error too")
        void unchecked() {
            database.onReset = () -> {
                throw new NoSuchMethodError("setAutoCommit");
            };
            open(FakeDriver.class);
            refused("NoSuchMethodError");
        }

        @Test
        @DisplayName("an interceptor that throws when the session is created")
        void interceptor() {
            open(FakeDriver.class).setPoolInterceptors(List.of(new AgroalPoolInterceptor() {
                @Override
                public void onConnectionCreate(Connection connection) {
                    throw new IllegalStateException("not this one");
                }
            }));
            refused("connected, but interceptor " + getClass().getName() + "$1 failed: ");
        }

        @Test
        @DisplayName("listeners that throw lose no session: each is created")
        void listeners() throws SQLException {
            AgroalDataSourceListener broken = (AgroalDataSourceListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {AgroalDataSourceListener.class},
                    (proxy, method, arguments) -> {
                        throw new AssertionError("this listener is broken");
                    });
            open(FakeDriver.class, broken);
            for (int i = 0; i < ATTEMPTS; i++) {
                pool.dataSource().getConnection().close();
            }
            assertThat(database.alive()).isOne();
            assertThat(pool.pool().stats().total()).isOne();
        }

        @Test
        @DisplayName("a session for distributed transactions that fails afterwards, or is none")
        void distributed() throws SQLException {
            FakeXaDataSource.database = database;
            FakeXaDataSource.resource = null;
            open(FakeXaDataSource.class);
            refused("null XAResource");
            FakeXaDataSource.resource = (XAResource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {XAResource.class}, (proxy, method, arguments) -> null);
            database.onReset = () -> {
                throw new SQLException("no autocommit here");
            };
            refused("no autocommit here");
            database.onReset = () -> {};
            assertThat(pool.dataSource().isHealthy(true)).isTrue();
            assertThat(database.alive()).isZero();
        }

        @Test
        @DisplayName("a leased session for distributed transactions that is broken, before its holder closes it")
        void distributedAndBroken() throws SQLException {
            FakeXaDataSource.database = database;
            FakeXaDataSource.resource = (XAResource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {XAResource.class}, (proxy, method, arguments) -> null);
            open(FakeXaDataSource.class);
            Connection leased = pool.dataSource().getConnection();
            assertThat(leased.getAutoCommit()).isTrue();
            pool.pool().reset(true);
            assertThat(database.alive()).isZero();
            leased.close();
            assertThat(database.alive()).isZero();
        }

        @Test
        @DisplayName("the probe of a move, whose other end cannot be set up")
        void probe() {
            open(FakeDriver.class);
            FakeDatabase there = new FakeDatabase();
            there.onReset = () -> {
                throw new SQLException("no autocommit there");
            };
            Target target = new Target(there.url(), null, null, false);
            for (int i = 0; i < ATTEMPTS; i++) {
                pool.pool().switchEndpoint(target, Duration.ofSeconds(5), OperationContext.plain());
            }
            assertThat(there.sessions()).hasSize(ATTEMPTS);
            assertThat(there.alive()).isZero();
        }

        @Test
        @DisplayName("a caller that is interrupted while Agroal sets it up; the next session is not taken for it")
        void interrupted() throws Exception {
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            database.onReset = () -> {
                busy.countDown();
                goOn.await(20, TimeUnit.SECONDS);
            };
            open(FakeDriver.class);
            Caller<Boolean> caller = Caller.start(() -> pool.dataSource().isHealthy(true));
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(caller.failure()).hasStackTraceContaining("nterrupted");
            database.onReset = () -> {};
            goOn.countDown();
            Await.until("its session has ended", () -> database.alive() == 0);
            assertThat(pool.dataSource().isHealthy(true)).isTrue();
            assertThat(database.alive()).isZero();
        }
    }

    /** A driver's data source for distributed transactions. Public, as those are. */
    public static final class FakeXaDataSource implements XADataSource {

        private static volatile FakeDatabase database;
        private static volatile XAResource resource;

        @Override
        public XAConnection getXAConnection() throws SQLException {
            Connection session = new FakeDriver().connect(database.url(), null);
            return (XAConnection) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {XAConnection.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getXAResource" -> resource;
                        case "getConnection" -> handle(session);
                        case "close" -> {
                            session.close();
                            yield null;
                        }
                        default -> null;
                    });
        }

        /** Returns a handle whose close releases only the handle. */
        private static Connection handle(Connection session) {
            return (Connection) Proxy.newProxyInstance(
                    FakeXaDataSource.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        if (method.getName().equals("abort")) {
                            throw new SQLFeatureNotSupportedException("abort");
                        }
                        if (method.getName().equals("equals")) {
                            return proxy == arguments[0];
                        }
                        try {
                            return method.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public XAConnection getXAConnection(String user, String password) throws SQLException {
            return getXAConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return null;
        }
    }
}
