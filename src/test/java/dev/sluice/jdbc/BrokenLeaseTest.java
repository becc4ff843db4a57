package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.wire.FaultyWire;
import dev.sluice.testing.wire.Weather;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A lease that is broken leaves nothing running on the server")
@Timeout(120)
@Tag("service")
class BrokenLeaseTest {

    private static final int MAX = 20;
    private static final String SLEEPING = "select count(*) from pg_stat_activity where query like 'select pg_sleep%'"
            + " and state = 'active' and pid <> pg_backend_pid() and datname = current_database()";

    private static PostgresServer server;

    private final FakeTime time = new FakeTime();

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    /** A pool whose limits for the end of a session do not pass, however long a busy server takes. */
    private PostgresPool inStandingTime(Consumer<PostgresPool.Settings> change) {
        return PostgresPool.open(server, settings -> {
            settings.time = time;
            change.accept(settings);
        });
    }

    private static void sleep(PostgresPool pool) throws SQLException {
        try (Connection connection = pool.connection()) {
            PostgresPool.execute(connection, "select pg_sleep(100)");
        }
    }

    private static int sleeping() {
        return Integer.parseInt(server.ask(SLEEPING));
    }

    /** Callers that begin their statement again whenever it was ended. */
    private static List<Caller<Void>> sleepers(PostgresPool pool, AtomicBoolean stop) {
        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            callers.add(Caller.start("sleeper-" + i, () -> {
                while (!stop.get()) {
                    try {
                        sleep(pool);
                    } catch (SQLException e) {
                        // broken, as the test means it to be
                    }
                }
                return null;
            }));
        }
        return callers;
    }

    @Test
    @DisplayName("three forced resets in a row: the server never has more sessions than the maximum and one observer")
    void forcedResets() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger most = new AtomicInteger();
        List<Caller<Void>> callers;
        try (PostgresPool pool =
                inStandingTime(settings -> settings.rules.minSize(10).maxSize(MAX))) {
            callers = sleepers(pool, stop);
            Caller<Void> watcher = Caller.start("watcher", () -> {
                while (!stop.get()) {
                    most.accumulateAndGet(server.sessions(), Math::max);
                }
                return null;
            });
            for (int i = 0; i < 3; i++) {
                Await.until("all sleep", () -> sleeping() == MAX);
                OperationReport report = pool.pool().reset(true);
                assertThat(report.broken()).hasSize(MAX);
                assertThat(report.mayStillRun()).isEmpty();
                assertThat(report.complete()).as(report.toString()).isTrue();
            }
            Await.until("all sleep", () -> sleeping() == MAX);
            stop.set(true);
            watcher.result();
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }
        assertThat(most.get()).isLessThanOrEqualTo(MAX + 1);
        assertThat(sleeping()).isZero();
        server.awaitSessions(0);
    }

    @Test
    @DisplayName("a release by name, a leak that is broken, and a pool that is closed by force cancel the statement")
    void otherBreaks() throws Exception {
        try (PostgresPool pool =
                inStandingTime(settings -> settings.rules.maxSize(2).leakThreshold(Duration.ofNanos(1)))) {
            Caller<Void> released = asleep(pool);
            OperationReport report = pool.pool().reclaim(pool.names().get(0));
            assertThat(report.mayStillRun()).isEmpty();
            assertThat(sleeping()).isZero();
            assertThat(released.failure()).isInstanceOf(SQLException.class);

            Caller<Void> leaked = asleep(pool);
            time.advance(Duration.ofSeconds(1));
            pool.pool().reclaimLeaks(OperationContext.plain());
            assertThat(sleeping()).isZero();
            assertThat(leaked.failure()).isInstanceOf(SQLException.class);

            Caller<Void> closed = asleep(pool);
            pool.pool().close(CloseMode.FORCE, Duration.ZERO);
            assertThat(sleeping()).isZero();
            assertThat(closed.failure()).isInstanceOf(SQLException.class);
        }
    }

    private static Caller<Void> asleep(PostgresPool pool) {
        Caller<Void> caller = Caller.start(() -> {
            sleep(pool);
            return null;
        });
        Await.until("it sleeps", () -> sleeping() == 1);
        return caller;
    }

    @Test
    @DisplayName("Connection.abort cancels the statement, and the place is free when the server has ended the session")
    void abort() throws Exception {
        try (PostgresPool pool = inStandingTime(settings -> settings.rules.maxSize(1))) {
            Connection connection = pool.connection();
            Caller<Void> caller = Caller.start(() -> {
                PostgresPool.execute(connection, "select pg_sleep(100)");
                return null;
            });
            Await.until("it sleeps", () -> sleeping() == 1);
            connection.abort(Runnable::run);
            assertThat(caller.failure()).isInstanceOf(SQLException.class);
            try (Connection next = pool.connection()) {
                assertThat(sleeping()).isZero();
                assertThat(PostgresPool.ask(next, "select 1")).isEqualTo("1");
                Await.until("the session for queries has ended, too", () -> server.sessions() == 1);
            }
        }
    }

    @Test
    @DisplayName("a statement that ignores the request is ended with its session")
    void stubborn() throws Exception {
        String stubborn = "do $$ begin loop begin perform pg_sleep(100);"
                + " exception when query_canceled then null; end; end loop; end $$";
        try (PostgresPool pool = inStandingTime(settings -> settings.rules.maxSize(1))) {
            Caller<Void> caller = Caller.start(() -> {
                try (Connection connection = pool.connection()) {
                    PostgresPool.execute(connection, stubborn);
                }
                return null;
            });
            String running = "select count(*) from pg_stat_activity where query like 'do $$%' and state = 'active'";
            Await.until("it runs", () -> server.ask(running).equals("1"));
            OperationReport report = pool.pool().reset(true);
            assertThat(report.mayStillRun()).isEmpty();
            assertThat(server.ask(running)).isEqualTo("0");
            assertThat(caller.failure()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    @DisplayName(
            "a frozen server: the break ends within its limit, and the report names the statements that may still run")
    void frozen() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Caller<Void> caller = asleep(pool);
            String name = pool.names().get(0);
            server.freeze();
            try {
                OperationReport report = pool.pool().reset(true);
                assertThat(report.broken()).containsExactly(name);
                assertThat(report.mayStillRun()).containsExactly(name);
                assertThat(report.complete()).isFalse();
                assertThat(pool.pool().recentEvents(1000))
                        .filteredOn(event -> event.type() == PoolEvent.Type.CLOSE_FAILED)
                        .singleElement()
                        .satisfies(event -> assertThat(event.words())
                                .contains("cancel", "terminate", "server", "within 3 s", "session may remain"));
                assertThat(pool.stats().closing()).isZero();
                assertThat(pool.stats().total()).isZero();
            } finally {
                server.resume();
            }
            assertThat(caller.failure()).isInstanceOf(SQLException.class);
            pool.awaitService();
            Await.until("the server has noticed", () -> sleeping() == 0);
        }
    }

    @Test
    @DisplayName("on a slow network: all leases are broken together, and none is reported as one that may still run")
    void slowNetwork() throws Exception {
        List<Caller<Void>> callers = new ArrayList<>();
        try (FaultyWire wire = FaultyWire.to(server.port());
                PoolThreads threads = new PoolThreads("slow", MAX, failure -> {});
                JdbcPool slow = overWire(wire, threads)) {
            slow.pool().start().join();
            for (int i = 0; i < MAX; i++) {
                callers.add(Caller.start("slow-" + i, () -> {
                    try (Connection connection = slow.dataSource().getConnection()) {
                        PostgresPool.execute(connection, "select pg_sleep(100)");
                    }
                    return null;
                }));
            }
            Await.until("all sleep", () -> sleeping() == MAX);
            wire.weather(Weather.slow(Duration.ofMillis(50), Duration.ZERO));

            OperationReport report = slow.pool().reset(true);

            assertThat(report.broken()).hasSize(MAX);
            assertThat(report.mayStillRun()).isEmpty();
            assertThat(report.complete()).as(report.toString()).isTrue();
            assertThat(sleeping()).isZero();
            for (Caller<Void> caller : callers) {
                assertThat(caller.failure()).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    @DisplayName("the work of a lease is rolled back, even if its holder closes while the lease is being broken")
    void closedMeanwhile() throws Exception {
        server.execute("create table if not exists unfinished (n int)");
        try (FaultyWire wire = FaultyWire.to(server.port());
                PoolThreads threads = new PoolThreads("closing", MAX, failure -> {});
                JdbcPool slow = overWire(wire, threads)) {
            slow.pool().start().join();
            Connection connection = slow.dataSource().getConnection();
            connection.setAutoCommit(false);
            PostgresPool.execute(connection, "insert into unfinished values (1)");
            int links = wire.accepted();
            wire.weather(Weather.slow(Duration.ofMillis(200), Duration.ZERO));

            Caller<OperationReport> reset = Caller.start(() -> slow.pool().reset(true));
            Await.until("the request to cancel is on its way", () -> wire.accepted() > links);
            connection.close();

            assertThat(reset.result().broken()).hasSize(1);
        }
        assertThat(server.ask("select count(*) from unfinished")).isEqualTo("0");
    }

    private static JdbcPool overWire(FaultyWire wire, PoolThreads threads) {
        String url = server.url().replace(":" + server.port() + "/", ":" + wire.port() + "/");
        Duration limit = Duration.ofSeconds(10);
        JdbcPool.Sessions sessions = new JdbcPool.Sessions(
                PostgresPool.sessions(url, server.user(), server.password()).get(),
                new DatabaseKind.Timeouts(limit, limit, Duration.ZERO),
                SessionRules.DEFAULT);
        PoolConfig rules = PoolConfig.builder().minSize(2).maxSize(MAX).build();
        return JdbcPool.create("slow", rules, sessions, threads.runtime());
    }

    @Test
    @DisplayName("a lease that was never used ends at once")
    void unused() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection connection = pool.connection();
            OperationReport report = pool.pool().reset(true);
            assertThat(report.broken()).hasSize(1);
            assertThat(report.mayStillRun()).isEmpty();
            assertThatThrownBy(() -> PostgresPool.ask(connection, "select 1")).isInstanceOf(SQLException.class);
        }
    }
}
