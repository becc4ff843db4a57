package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.CheckMoments;
import dev.sluice.pool.policy.CheckNames;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("service")
class CustomChecksUnderTrafficTest {

    private static final int MAX = 4;

    private final PostgresServer server = PostgresServer.shared();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    /** A check that leaves a transaction, another isolation, and a close behind; every tenth one fails. */
    private boolean untidy(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        PostgresPool.execute(connection, "select 1");
        connection.close();
        assertThat(connection.isClosed()).as("the close has no effect").isFalse();
        return calls.incrementAndGet() % 10 != 0;
    }

    private static PoolPolicies policy(String name, CheckMoment... moments) {
        return PoolPolicies.NONE.with(
                new Checks(new CheckNames(List.of(name)), Duration.ofSeconds(10), new CheckMoments(List.of(moments))));
    }

    private void client(PostgresPool pool) {
        while (!ended.get()) {
            try (Connection connection = pool.connection()) {
                if (!connection.getAutoCommit()
                        || connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                    throw new IllegalStateException("traces of a check: " + connection.getAutoCommit() + " "
                            + connection.getTransactionIsolation());
                }
                PostgresPool.execute(connection, "select 1");
            } catch (SQLException | RuntimeException e) {
                failures.add(e);
            }
        }
    }

    private void checked(int more) {
        int before = calls.get();
        Await.until(more + " more checks", () -> calls.get() >= before + more || !failures.isEmpty());
    }

    @Test
    @DisplayName("X06 switched on, changed and switched off under load on PostgreSQL: rejected sessions are closed, no"
            + " caller sees traces of a check, no slot is lost")
    void underLoad() throws Exception {
        ResourceCheck<Connection> untidy = this::untidy;
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.minSize(2).maxSize(MAX).validateAfterIdle(Duration.ZERO);
            settings.checks = Map.of("untidy", untidy);
        })) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(CompletableFuture.runAsync(() -> client(pool), task -> new Thread(task).start()));
            }
            pool.pool().reconfigure(config -> config.policies(policy("untidy", CheckMoment.RETURN)));
            checked(30);
            pool.pool()
                    .reconfigure(config -> config.policies(policy("untidy", CheckMoment.ACQUIRE, CheckMoment.FIRST)));
            checked(30);
            pool.pool().reconfigure(config -> config.policies(PoolPolicies.NONE));
            ended.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get(30, TimeUnit.SECONDS);
            }

            assertThat(failures).isEmpty();
            Await.until("no slot is lost", () -> pool.pool().stats().inUse() == 0);
            PoolStats stats = pool.pool().stats();
            assertThat(stats.total()).isLessThanOrEqualTo(MAX);
            assertThat(stats.counters().validationFailures()).isGreaterThanOrEqualTo(6);
            assertThat(stats.counters().acquired()).isEqualTo(stats.counters().released());
        }
    }
}
