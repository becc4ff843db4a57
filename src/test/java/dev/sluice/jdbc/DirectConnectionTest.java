package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolStats;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A connection that Agroal need not receive")
@Timeout(60)
@Tag("fast")
class DirectConnectionTest {

    private static final AtomicInteger LAST = new AtomicInteger();

    private final FakeDatabase database = new FakeDatabase();
    private final CountDownLatch inRollback = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger resets = new AtomicInteger();
    private final JdbcPool pool = fake();

    @AfterEach
    void close() {
        goOn.countDown();
        database.onReset = () -> {};
        pool.close();
    }

    private JdbcPool fake() {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        return open(sessions);
    }

    private static JdbcPool h2() {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration().jdbcUrl("jdbc:h2:mem:direct" + LAST.incrementAndGet());
        return open(sessions);
    }

    private static JdbcPool open(AgroalConnectionPoolConfigurationSupplier sessions) {
        FakeTime time = new FakeTime();
        JdbcPool pool = JdbcPool.create(
                "direct",
                PoolConfig.builder().minSize(1).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, new InlineWorkers(), () -> 0.5));
        pool.pool().start().join();
        return pool;
    }

    private Connection connection() throws SQLException {
        return pool.dataSource().getConnection();
    }

    private PoolStats stats() {
        return pool.pool().stats();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Makes each rollback wait, and counts them. */
    private void holdRollbacks() {
        database.onReset = () -> {
            resets.incrementAndGet();
            inRollback.countDown();
            goOn.await(30, TimeUnit.SECONDS);
        };
    }

    /** Returns the call that closes a used connection, while it waits in the driver's rollback. */
    private Caller<Void> closing(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        holdRollbacks();
        Caller<Void> closing = Caller.start(() -> {
            connection.close();
            return null;
        });
        assertThat(inRollback.await(30, TimeUnit.SECONDS)).isTrue();
        return closing;
    }

    @Test
    @DisplayName("is used without Agroal's return, and with it once an interceptor must receive it")
    void direct() throws SQLException {
        try (Connection connection = connection()) {
            assertThat(connection).isInstanceOf(DirectConnection.class);
        }
        pool.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
        try (Connection connection = connection()) {
            assertThat(connection).isInstanceOf(AgroalConnection.class);
        }
    }

    @Test
    @DisplayName("is returned once if two threads close it at the same time, and the second does not wait")
    void closedByTwoThreads() throws Exception {
        Connection connection = connection();
        Caller<Void> first = closing(connection);
        connection.close();
        assertThat(stats().inUse()).isOne();
        goOn.countDown();
        first.result();
        connection.close();
        assertThat(resets).as("one rollback, and autocommit once").hasValue(2);
        assertThat(stats().inUse()).isZero();
        assertThat(stats().counters().released()).isOne();
    }

    @Test
    @DisplayName("refuses calls of another thread during its close, and the session stays good")
    void usedDuringClose() throws Exception {
        Connection connection = connection();
        Caller<Void> closing = closing(connection);
        assertThatThrownBy(connection::createStatement).hasMessage("Connection is closed");
        assertThatThrownBy(connection::getAutoCommit).hasMessage("Connection is closed");
        assertThatThrownBy(connection::getCatalog).hasMessage("Connection is closed");
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        goOn.countDown();
        closing.result();
        connection().close();
        assertThat(stats().counters().created()).isOne();
    }

    @Test
    @DisplayName("cannot be used after it was closed unused, by no thread, and the next holder notices nothing")
    void firstUseTooLate() throws Exception {
        Connection late = connection();
        late.close();
        try (Connection next = connection()) {
            assertThat(Caller.start(late::getAutoCommit).failure()).hasMessage("Connection is closed");
            assertThat(next.getAutoCommit()).isTrue();
            late.close();
            assertThat(stats().inUse()).isOne();
        }
        assertThat(stats().inUse()).isZero();
    }

    @Test
    @DisplayName("can be used and closed by another thread than that of the acquire")
    void handedOver() throws Exception {
        Connection connection = connection();
        Caller.start(() -> {
                    connection.setAutoCommit(false);
                    connection.close();
                    return null;
                })
                .result();
        assertThat(stats().inUse()).isZero();
        Connection unused = connection();
        assertThat(unused.getAutoCommit()).isTrue();
        unused.close();
        Connection never = connection();
        Caller.start(() -> {
                    never.close();
                    return null;
                })
                .result();
        assertThat(stats().inUse()).isZero();
        assertThat(stats().counters().released()).isEqualTo(3);
        assertThat(stats().counters().created()).isOne();
    }

    @Test
    @DisplayName("closes the statements and rows of all its threads, which refuse every later call")
    void leftOpen() throws Exception {
        try (JdbcPool h2 = h2()) {
            Connection connection = h2.dataSource().getConnection();
            Statement own = connection.createStatement();
            ResultSet rows = own.executeQuery("select 1");
            Statement others = Caller.start(() -> (Statement) connection.prepareStatement("select 2"))
                    .result();
            Statement closed = connection.createStatement();
            closed.close();
            connection.close();
            assertThat(own.isClosed()).isTrue();
            assertThat(rows.isClosed()).isTrue();
            assertThat(others.isClosed()).isTrue();
            for (Statement each : List.of(own, others, closed)) {
                assertThatThrownBy(() -> each.executeQuery("select 1")).hasMessage("Statement is closed");
                assertThatThrownBy(each::getMaxRows).hasMessage("Statement is closed");
                each.close();
            }
            assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        }
    }

    @Test
    @DisplayName("rolls open work back, and restores what its holder has changed")
    void restores() throws SQLException {
        try (JdbcPool h2 = h2()) {
            try (Connection connection = h2.dataSource().getConnection()) {
                execute(connection, "create table work (n int)");
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                execute(connection, "create schema other");
                connection.setSchema("OTHER");
                connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
                connection.setAutoCommit(false);
                execute(connection, "insert into public.work values (1)");
            }
            try (Connection next = h2.dataSource().getConnection()) {
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
                assertThat(next.getAutoCommit()).isTrue();
                assertThat(next.getSchema()).isEqualTo("PUBLIC");
                assertThat(next.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
                assertThat(next.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            }
            assertThat(h2.pool().stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("has the autocommit of the configuration again, also if that is off")
    void autoCommitOff() throws SQLException {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:direct" + LAST.incrementAndGet())
                .autoCommit(false);
        try (JdbcPool h2 = open(sessions)) {
            try (Connection connection = h2.dataSource().getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                connection.setAutoCommit(true);
            }
            try (Connection next = h2.dataSource().getConnection()) {
                assertThat(next.getAutoCommit()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("ends its session if the rollback fails, and does not commit the work by switching autocommit on")
    void failedRollback() throws SQLException {
        Connection connection = connection();
        connection.setAutoCommit(false);
        database.onReset = () -> {
            if (resets.incrementAndGet() == 1) {
                throw new SQLException("no rollback");
            }
        };
        connection.close();
        assertThat(database.sessions().get(0).autoCommit()).isFalse();
        assertThat(stats().inUse()).isZero();
        connection().close();
        assertThat(database.sessions()).hasSize(2);
        assertThat(database.sessions().get(0).closes()).isOne();
    }

    @Test
    @DisplayName("ends its session after a fatal failure of a statement, even one that the driver does not declare")
    void fatal() throws SQLException {
        for (Exception fatal : List.of(
                new SQLException("gone", "08006"), new IllegalStateException(new SQLException("gone", "08006")))) {
            database.onCall = () -> {
                throw fatal;
            };
            Connection connection = connection();
            assertThatThrownBy(() -> connection.createStatement().execute("any"))
                    .isSameAs(fatal);
            connection.close();
            database.onCall = null;
        }
        connection().close();
        assertThat(stats().counters().created()).isEqualTo(3);
        assertThat(database.alive()).isOne();
    }

    @Test
    @DisplayName("says why its lease was broken while a call runs, and its late close changes nothing")
    void brokenInCall() throws Exception {
        CountDownLatch inCall = new CountDownLatch(1);
        database.onCall = () -> {
            inCall.countDown();
            goOn.await(30, TimeUnit.SECONDS);
            throw new SQLException("socket closed", "08006");
        };
        Connection connection = connection();
        Caller<Boolean> call = Caller.start(() -> connection.createStatement().execute("any"));
        assertThat(inCall.await(30, TimeUnit.SECONDS)).isTrue();
        pool.pool().reclaim(stats().connections().get(0).id());
        goOn.countDown();
        assertThat(call.failure()).hasMessageContaining("was ended").hasMessageContaining("conn_");
        assertThatThrownBy(connection::createStatement).hasMessageContaining("was ended");
        database.onCall = null;
        try (Connection next = connection()) {
            connection.close();
            connection.close();
            assertThat(stats().inUse()).isOne();
            assertThat(next.getAutoCommit()).isTrue();
        }
        assertThat(database.alive()).isOne();
        assertThat(database.sessions().get(0).aborts()).isPositive();
    }

    @Test
    @DisplayName("cannot be used if its lease was broken before, and says why")
    void brokenUnused() throws SQLException {
        Connection connection = connection();
        pool.pool().reclaim(stats().connections().get(0).id());
        assertThatThrownBy(connection::getAutoCommit).hasMessageContaining("ended");
        assertThat(connection.isValid(1)).isFalse();
        connection.close();
        connection().close();
        assertThat(stats().counters().created()).isEqualTo(2);
        assertThat(database.alive()).isOne();
    }

    @Test
    @DisplayName("aborted by its holder, loses its session and frees its place")
    void aborted() throws SQLException {
        Connection connection = connection();
        connection.createStatement();
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
        connection.close();
        connection().close();
        assertThat(stats().counters().created()).isEqualTo(2);
        assertThat(stats().inUse()).isZero();
        assertThat(database.alive()).isOne();
    }
}
