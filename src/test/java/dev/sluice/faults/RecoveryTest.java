package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolStats;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.wire.FaultyWire;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A database is away under fifty callers, and works again")
@Timeout(180)
@Tag("service")
class RecoveryTest {

    private static final int CALLERS = 50;
    private static final int MAX = 10;

    /** So many failures take more than four seconds. */
    private static final int FAILURES = 8;

    private static final Duration LEAST_OUTAGE = Duration.ofSeconds(4);
    private static final Duration FIRST_SUCCESS = Duration.ofSeconds(1);
    private static final Duration ALL_SERVED = Duration.ofSeconds(3);

    private static PostgresServer server;

    private final AtomicReference<Throwable> timerFailure = new AtomicReference<>();
    private ThreadTimer timer;
    private ExecutorService workers;
    private FaultyWire wire;
    private JdbcPool pool;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void endServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        timer = new ThreadTimer("recovery-timer", timerFailure::set);
        workers = Workers.named("recovery-worker", 8);
        wire = FaultyWire.to(server.port());
        PoolConfig rules = PoolConfig.builder()
                .minSize(2)
                .maxSize(MAX)
                .acquisitionTimeout(Duration.ofSeconds(40))
                .build();
        AgroalConnectionPoolConfigurationSupplier sessions =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(MAX);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres")
                .principal(new NamePrincipal(server.user()))
                .credential(new SimplePassword(server.password()));
        DatabaseKind.Timeouts timeouts =
                new DatabaseKind.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        PoolRuntime runtime = new PoolRuntime(
                Ticker.system(),
                timer,
                workers,
                () -> ThreadLocalRandom.current().nextDouble());
        pool = JdbcPool.create("recovery", rules, sessions.get(), timeouts, runtime);
        pool.pool().start().orTimeout(20, TimeUnit.SECONDS).join();
        Await.until(
                "it is full: a login that takes a second on a busy machine fails",
                () -> pool.pool().fill(MAX).after() == MAX);
    }

    @AfterEach
    void close() {
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        workers.shutdownNow();
        wire.close();
        assertThat(timerFailure).hasNullValue();
    }

    /** When it was answered. */
    private long ask() throws SQLException {
        try (Connection connection = pool.dataSource().getConnection()) {
            Scene.ask(connection, "select pg_sleep(0.002)");
            return System.nanoTime();
        }
    }

    /** A caller that has a connection that dies, and asks for another one until it is served. */
    private long askAgainAndAgain() {
        while (true) {
            try {
                return ask();
            } catch (SQLException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private PoolStats stats() {
        return pool.pool().stats();
    }

    private static long answersDirectly() {
        while (true) {
            try {
                DriverManager.getConnection(server.url(), server.user(), server.password())
                        .close();
                return System.nanoTime();
            } catch (SQLException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException(e);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @DisplayName(
            "while it is down at most two connects a second are tried; after its return the first answer takes a second at most, the last of fifty three")
    void killed() throws Exception {
        try (Lag lag = new Lag()) {
            int before = wire.accepted();
            long began = System.nanoTime();
            server.kill();
            List<Caller<Long>> callers = Caller.startTogether(CALLERS, this::askAgainAndAgain);
            Await.until(
                    "it has failed often enough, and for long enough to count",
                    () -> stats().counters().creationFailures() >= FAILURES
                            && System.nanoTime() - began > LEAST_OUTAGE.toNanos());
            int attempts = wire.accepted() - before;
            double outage = (System.nanoTime() - began) / 1e9;

            Caller<Long> returned = Caller.start("prober", RecoveryTest::answersDirectly);
            server.startAgain();
            long back = returned.result();
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (Caller<Long> caller : callers) {
                first = Math.min(first, caller.result());
                last = Math.max(last, caller.result());
            }

            System.out.printf(
                    "outage of %.1f s: %d connects tried; first answer %d ms after PostgreSQL's, last of %d after %d ms%n",
                    outage, attempts, Findings.millis(first - back), CALLERS, Findings.millis(last - back));
            assertThat(attempts / outage).as("connects a second").isLessThanOrEqualTo(2);
            assertThat(first - back - lag.withheld(back, first)).isLessThan(FIRST_SUCCESS.toNanos());
            assertThat(last - back - lag.withheld(back, last)).isLessThan(ALL_SERVED.toNanos());
        }
    }

    @Test
    @DisplayName("while it hangs one connect is tried at a time, and when it continues all fifty are served")
    void frozen() throws Exception {
        int before = wire.accepted();
        server.freeze();
        List<Caller<Long>> callers;
        int attempts;
        long failures;
        try {
            callers = Caller.startTogether(CALLERS, this::askAgainAndAgain);
            Await.until("connects were given up", () -> stats().counters().creationFailures() >= 2);
            attempts = wire.accepted() - before;
            assertThat(stats().creating()).isLessThanOrEqualTo(1);
            failures = stats().counters().creationFailures();
        } finally {
            server.resume();
        }
        for (Caller<Long> caller : callers) {
            assertThat(caller.result()).isPositive();
        }
        assertThat(attempts).as("those given up, and one").isLessThanOrEqualTo((int) failures + 1);
    }

    @Test
    @DisplayName("the first proof that sessions are dead removes all dead ones, even without further callers")
    void dropsTheDead() throws Exception {
        List<String> dead = names();
        assertThat(dead).hasSize(MAX);
        wire.resetAll();
        try {
            ask();
        } catch (SQLException e) {
            // this is the proof
        }
        Await.until("none of the dead is left", () -> names().stream().noneMatch(dead::contains));
        Await.until("it has its minimum again", () -> names().size() >= 2 && stats().creating() == 0);
        assertThat(ask()).isPositive();
    }

    private List<String> names() {
        return stats().connections().stream().map(ConnectionInfo::id).toList();
    }
}
