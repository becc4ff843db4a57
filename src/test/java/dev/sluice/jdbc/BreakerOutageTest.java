package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.faults.Lag;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.PostgresServer;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@Tag("service")
class BreakerOutageTest {

    private static final Duration OPEN_LONG = Duration.ofMinutes(1);

    private static PostgresServer server;

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

    private static PoolPolicies breaker(int failures, Duration open) {
        return PoolPolicies.NONE.with(new Breaker(failures, open, PolicyMode.ENFORCE));
    }

    private static void awaitCircuit(PostgresPool pool, String state) {
        pool.await(
                "the circuit is " + state,
                stats -> String.valueOf(stats.policies().get("breaker")).contains(state));
    }

    @Test
    @DisplayName(
            "X03 PostgreSQL stops under load: the circuit opens, is switched off, on and closes again by itself after"
                    + " the start; no slot is lost")
    void outage() throws Exception {
        try (Lag lag = new Lag();
                PostgresPool pool = PostgresPool.open(
                        server,
                        settings -> settings.rules.minSize(2).maxSize(5).acquisitionTimeout(Duration.ofSeconds(2)));
                Clients clients = Clients.start(12, pool.dataSource(), lag)) {
            clients.awaitAnswers(100);
            pool.pool().reconfigure(config -> config.policies(breaker(3, Duration.ofMillis(300))));
            clients.awaitAnswers(100);
            server.stop();
            awaitCircuit(pool, "OPEN");
            pool.await("callers are refused", stats -> stats.counters().circuitRefused() > 12);

            pool.pool().reconfigure(config -> config.policies(PoolPolicies.NONE));
            assertThat(pool.stats().policies()).isEmpty();
            pool.pool().reconfigure(config -> config.policies(breaker(1, Duration.ofSeconds(1))));
            awaitCircuit(pool, "OPEN");

            server.startAgain();
            awaitCircuit(pool, "CLOSED");
            clients.awaitAnswers(100);
            clients.stop();
            pool.awaitRest();
            assertThat(pool.stats().total()).isBetween(2, 5);
        }
    }

    @Test
    @DisplayName(
            "X03 a caller of JDBC receives the failure of the driver with the refusal, and no callers are needed to"
                    + " close the circuit")
    void refusal() throws Exception {
        try (PostgresPool pool = PostgresPool.open(
                server,
                settings -> settings.rules.minSize(0).maxSize(5).policies(breaker(1, Duration.ofMillis(500))))) {
            server.stop();
            for (int i = 0; i < 2; i++) {
                assertRefused(pool);
            }
            server.startAgain();
            awaitCircuit(pool, "CLOSED");
            assertThat(pool.stats().total())
                    .as("the connection of the probe stays")
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("X03 PostgreSQL with too few connections (SQLSTATE 53300): leases serve all callers, the circuit stays"
            + " closed, and statistics and an event say so")
    void full() throws Exception {
        server.restartWith(8);
        try (Lag lag = new Lag();
                PostgresPool pool = PostgresPool.open(
                        server,
                        settings -> settings.rules.minSize(0).maxSize(20).policies(breaker(1, OPEN_LONG)));
                Clients clients = Clients.start(30, pool.dataSource(), lag)) {
            pool.await(
                    "the operator is told",
                    stats -> stats.stateReason() == FailureKind.SERVER_FULL
                            && String.valueOf(stats.stateDetail())
                                    .startsWith("the server has no free connections: max 20 of this pool, "));
            clients.awaitAnswers(500);
            clients.stop();
            assertThat(clients.failures()).isZero();
            assertThat(String.valueOf(pool.stats().policies().get("breaker"))).startsWith("ENFORCE: CLOSED, 0 of 1");
            pool.awaitRest();
            assertThat(pool.stats().total()).isBetween(1, 8);
        } finally {
            server.restartWith(300);
        }
    }

    private static void assertRefused(PostgresPool pool) {
        assertThatThrownBy(pool::connection).isInstanceOfSatisfying(SQLTransientConnectionException.class, refusal -> {
            assertThat(refusal.getCause()).isInstanceOf(CircuitOpen.class);
            assertThat(refusal.getNextException().getMessage()).contains("refused");
            assertThat(refusal.getMessage()).contains("the circuit is ");
        });
    }
}
