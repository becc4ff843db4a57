package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.CapacitySource.ServerCapacity;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The sessions that PostgreSQL allows")
@Timeout(60)
@Tag("service")
class ServerLimitsTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    @Test
    @DisplayName("reserved sessions, and sessions of other clients, do not count")
    void others() throws Exception {
        try (Connection querying = connect();
                Connection one = connect();
                Connection two = connect()) {
            int reserved = Integer.parseInt(ask(one, "show superuser_reserved_connections"));
            int allowed = Integer.parseInt(ask(two, "show max_connections")) - reserved;
            ServerCapacity none = ServerLimits.POSTGRESQL.ask(querying, 0);
            ServerCapacity both = ServerLimits.POSTGRESQL.ask(querying, 2);
            assertThat(none.largest()).isLessThanOrEqualTo(allowed - 2);
            assertThat(both.largest()).isEqualTo(none.largest() + 2);
            assertThat(none.reason()).startsWith("the server allows " + allowed + " connections, and others use ");
        }
    }

    @Test
    @DisplayName("bound the policy adaptive size, here by the limit of the user; the event names the limit")
    void adaptiveSize() throws Exception {
        server.execute("drop role if exists few");
        server.execute("create role few login password 'not-needed' connection limit 8");
        PoolPolicies policies =
                PoolPolicies.NONE.with(new AdaptiveSize(1, 40, Duration.ofMillis(100), PolicyMode.ENFORCE));
        AtomicBoolean stop = new AtomicBoolean();
        List<Caller<Integer>> callers = new ArrayList<>();
        try (PostgresPool pool = PostgresPool.open(
                PostgresPool.sessions(server.url(), "few", "not-needed"),
                settings -> settings.rules.minSize(1).maxSize(7).policies(policies))) {
            for (int i = 0; i < 16; i++) {
                callers.add(Caller.start(() -> work(pool, stop)));
            }
            Await.until(
                    "a step beyond the limit was not taken",
                    () -> said(pool).contains("too large: the user has a limit of 8 connections"));
            assertThat(pool.stats().maxConnections()).isLessThanOrEqualTo(8);
            stop.set(true);
            for (Caller<Integer> caller : callers) {
                assertThat(caller.result()).isPositive();
            }
        } finally {
            stop.set(true);
        }
        server.awaitSessions(0);
        server.execute("drop role few");
    }

    private static int work(PostgresPool pool, AtomicBoolean stop) throws SQLException {
        int answers = 0;
        while (!stop.get()) {
            try (Connection connection = pool.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(0.02)");
                answers++;
            }
        }
        return answers;
    }

    private static String said(PostgresPool pool) {
        return pool.pool().recentEvents(PoolEvent.KEPT).stream()
                .filter(event -> event.type() == PoolEvent.Type.POLICY)
                .map(PoolEvent::words)
                .toList()
                .toString();
    }
}
