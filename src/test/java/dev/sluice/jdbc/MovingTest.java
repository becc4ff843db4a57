package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A pool that moves")
@Tag("fast")
class MovingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeDatabase here = new FakeDatabase();
    private final FakeDatabase there = new FakeDatabase();
    private final PoolThreads threads = new PoolThreads("moving", 3, failure -> {
        throw new AssertionError(failure);
    });
    private final JdbcPool pool = open();
    private final CountDownLatch close = new CountDownLatch(1);
    private final CountDownLatch connect = new CountDownLatch(1);

    private JdbcPool open() {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(3);
        sessions.connectionFactoryConfiguration().jdbcUrl(here.url()).connectionProviderClass(FakeDriver.class);
        PoolConfig rules = PoolConfig.builder()
                .minSize(0)
                .maxSize(3)
                .acquisitionTimeout(Duration.ofSeconds(20))
                .build();
        JdbcPool opened = JdbcPool.create(
                "moving",
                rules,
                new JdbcPool.Sessions(sessions.get(), DatabaseKind.Timeouts.NONE, SessionRules.DEFAULT),
                threads.runtime());
        opened.pool().start().join();
        return opened;
    }

    @AfterEach
    void end() {
        close.countDown();
        connect.countDown();
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }

    private void await(String what, Predicate<PoolStats> condition) {
        Await.until(what, () -> condition.test(pool.pool().stats()));
    }

    private OperationReport moveThere() {
        Target target = new Target(there.url(), null, null, false);
        return pool.pool().switchEndpoint(target, PATIENCE, OperationContext.plain());
    }

    private static boolean isFrom(FakeDatabase database, Connection connection) throws SQLException {
        for (FakeDatabase.Session session : database.sessions()) {
            if (session.isBehind(connection)) {
                return true;
            }
        }
        return false;
    }

    @Test
    @DisplayName("M07: ends a session of the old endpoint that was still being opened, and leaves none behind")
    void leavesNothingBehind() throws Exception {
        Lease<?> lease = pool.pool().acquire();
        lease.invalidate();
        here.onClose = () -> Await.open(close);
        lease.close();
        await("its session is being closed, and nothing else is done here meanwhile", stats -> stats.closing() == 1);
        here.onConnect = () -> Await.open(connect);
        Caller<Connection> caller = Caller.start(() -> pool.dataSource().getConnection());
        await("one is being opened", stats -> stats.creating() == 1);
        assertThat(moveThere().complete()).isTrue();
        close.countDown();
        await("the last one of those here is closed", stats -> stats.closing() == 0);
        connect.countDown();

        try (Connection connection = caller.result()) {
            assertThat(isFrom(there, connection)).isTrue();
        }
        await("nothing is on its way", stats -> stats.creating() == 0 && stats.closing() == 0);
        assertThat(here.alive()).isZero();
        assertThat(there.alive()).isEqualTo(pool.pool().stats().total()).isPositive();
        assertThat(pool.pool().stats().counters().creationFailures()).isZero();
    }

    @Test
    @DisplayName("returns to an endpoint that still works, when the new one fails after its trial")
    void goesBack() throws Exception {
        pool.dataSource().getConnection().close();
        AtomicInteger connects = new AtomicInteger();
        there.onConnect = () -> {
            if (connects.incrementAndGet() > 1) {
                throw new SQLException("it was too good to be true", "08001");
            }
        };
        for (int attempt = 0; attempt < 3; attempt++) {
            connects.set(0);
            OperationReport report = moveThere();
            assertThat(report.complete()).isFalse();
            assertThat(report.message()).contains("switched back");

            try (Connection connection = pool.dataSource().getConnection()) {
                assertThat(isFrom(here, connection)).isTrue();
            }
        }
        there.onConnect = () -> {};
        assertThat(moveThere().complete()).isTrue();
        await("those here are closed", stats -> stats.closing() == 0);
        assertThat(here.alive()).isZero();
    }

    @Test
    @DisplayName("has the driver end a session that Agroal does not end in time, so that it is not left open")
    void endsWhatHangs() throws Exception {
        pool.dataSource().getConnection().close();
        here.onClose = () -> Await.open(close);
        Caller<OperationReport> reset = Caller.start(() -> pool.pool().reset(false));
        await("its session is being closed", stats -> stats.closing() == 1);
        assertThat(here.alive()).isOne();

        await("its place is free", stats -> stats.closing() == 0);
        assertThat(here.alive()).as("it was aborted").isZero();
        assertThat(reset.result().retired()).hasSize(1);
    }
}
