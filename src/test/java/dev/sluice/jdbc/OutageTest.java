package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.control.Readiness.Status;
import dev.sluice.faults.Lag;
import dev.sluice.testing.PostgresServer;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The database is away under 50 clients, and works again")
@Timeout(180)
@Tag("service")
class OutageTest {

    private static final int CLIENTS = 50;
    private static final int MAX = 10;
    private static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(2);
    /** The machine may be busy with fifty threads that fail at the same moment. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    private static final Duration BACK_IN_SERVICE = Duration.ofSeconds(10);

    private static PostgresServer server;

    private final Lag lag = new Lag();

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @AfterEach
    void endLag() {
        lag.close();
    }

    @Test
    @DisplayName(
            "killed and started again: every caller is answered in time, readiness reports the reason, nothing is lost")
    void killed() throws Exception {
        try (PostgresPool pool = open();
                PoolManager manager = managing(pool);
                Clients clients = Clients.start(CLIENTS, pool.dataSource(), lag)) {
            clients.awaitAnswers(200);
            server.kill();
            // a connect that was under way has failed in another way
            Readiness down = awaitReadiness(
                    manager,
                    now -> now.status() == Status.FAILED && now.reason().contains("refused"));
            assertThat(down.ready()).isFalse();
            assertThat(down.reason()).startsWith("cannot connect: ");
            pool.await("callers have been refused", stats -> clients.failures() > CLIENTS);
            server.startAgain();
            report("kill -9 and start", serviceAfter(clients), clients);
            assertThat(clients.longestAcquire()).isLessThan(ACQUISITION_TIMEOUT.plus(SLACK));
            awaitStatusOk(manager);
            clients.stop();
            assertNothingLost(pool);
        }
    }

    @Test
    @DisplayName("stopped in good order and started again: the same")
    void stopped() throws Exception {
        try (PostgresPool pool = open();
                PoolManager manager = managing(pool);
                Clients clients = Clients.start(CLIENTS, pool.dataSource(), lag)) {
            clients.awaitAnswers(200);
            server.stop();
            awaitStatus(manager, Status.FAILED);
            server.startAgain();
            report("stop and start", serviceAfter(clients), clients);
            assertThat(clients.longestAcquire()).isLessThan(ACQUISITION_TIMEOUT.plus(SLACK));
            awaitStatusOk(manager);
            clients.stop();
            assertNothingLost(pool);
        }
    }

    @Test
    @DisplayName(
            "frozen for longer than any caller waits, and resumed: every caller is answered in time, nothing is lost")
    void frozen() throws Exception {
        try (PostgresPool pool = open();
                PoolManager manager = managing(pool);
                Clients clients = Clients.start(CLIENTS, pool.dataSource(), lag)) {
            clients.awaitAnswers(200);
            server.freeze();
            try {
                pool.await("a caller's time was up", stats -> stats.counters().timeouts() > 0);
                awaitStatus(manager, Status.FAILED, Status.DEGRADED);
            } finally {
                server.resume();
            }
            report("freeze and resume", serviceAfter(clients), clients);
            assertThat(clients.longestAcquire()).isLessThan(ACQUISITION_TIMEOUT.plus(SLACK));
            awaitStatusOk(manager);
            clients.stop();
            assertNothingLost(pool);
        }
    }

    @Test
    @DisplayName("all sessions killed while idle: the first caller gets a working one or an error, all others work")
    void killedWhileIdle() throws Exception {
        try (PostgresPool pool = open();
                PoolManager manager = managing(pool)) {
            pool.pool().fill(MAX);
            server.killSessions();
            server.awaitReady();
            try (Clients clients = Clients.start(CLIENTS, pool.dataSource(), lag)) {
                report("all sessions killed while idle", serviceAfter(clients), clients);
                clients.awaitAnswers(200);
                clients.stop();
                // Those that were leased before the first of them noticed.
                assertThat(clients.failures()).isLessThanOrEqualTo(MAX);
            }
            awaitStatusOk(manager);
            assertNothingLost(pool);
        }
    }

    private static PostgresPool open() {
        return PostgresPool.open(server, settings -> {
            settings.rules
                    .minSize(2)
                    .maxSize(MAX)
                    .acquisitionTimeout(ACQUISITION_TIMEOUT)
                    .validationTimeout(Duration.ofSeconds(2));
            settings.timeouts =
                    new DatabaseKind.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        });
    }

    private static PoolManager managing(PostgresPool pool) {
        PoolManager manager = new PoolManager();
        manager.register(pool.pool());
        return manager;
    }

    private static void awaitStatusOk(PoolManager manager) {
        Readiness back = awaitStatus(manager, Status.OK, Status.SATURATED);
        assertThat(back.ready()).isTrue();
    }

    private static Readiness awaitStatus(PoolManager manager, Status... wanted) {
        return awaitReadiness(manager, readiness -> Set.of(wanted).contains(readiness.status()));
    }

    private static Readiness awaitReadiness(PoolManager manager, Predicate<Readiness> wanted) {
        return Awaitility.await("readiness")
                .atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> manager.readiness("test"), wanted);
    }

    private Duration serviceAfter(Clients clients) {
        long begin = System.nanoTime();
        clients.awaitAnswers(CLIENTS);
        long end = System.nanoTime();
        Duration took = Duration.ofNanos(end - begin - lag.withheld(begin, end));
        assertThat(took).isLessThan(BACK_IN_SERVICE);
        return took;
    }

    private static void report(String outage, Duration service, Clients clients) {
        System.out.printf(
                "%s: %d more answers after %d ms; longest acquire %d ms; %d answers, %d errors %s%n",
                outage,
                CLIENTS,
                service.toMillis(),
                clients.longestAcquire().toMillis(),
                clients.answers(),
                clients.failures(),
                clients.kinds().keySet());
    }

    private static void assertNothingLost(PostgresPool pool) {
        pool.awaitRest();
        pool.await("it has its minimum", stats -> stats.total() >= 2);
        server.awaitSessions(pool.stats().total());
        assertThat(server.names()).isEqualTo(pool.names());
        assertThat(pool.stats().inUse()).isZero();
        assertThat(pool.stats().counters().acquired())
                .isEqualTo(pool.stats().counters().released());
    }
}
