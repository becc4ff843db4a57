package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("service")
class WarmUpUnderTrafficTest {

    private static final int MAX = 8;

    private final PostgresServer server = PostgresServer.shared();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    private static PoolPolicies warmUp(int size, int parallel) {
        return PoolPolicies.NONE.with(new WarmUp(size, parallel, true, Duration.ofSeconds(30), null, null));
    }

    private void client(PostgresPool pool) {
        while (!ended.get()) {
            try (Connection connection = pool.connection()) {
                PostgresPool.execute(connection, "select 1");
            } catch (SQLException | RuntimeException e) {
                failures.add(e);
            }
        }
    }

    private static void policies(PostgresPool pool, PoolPolicies policies) {
        pool.pool().reconfigure((PoolConfig.Builder config) -> config.policies(policies));
    }

    @Test
    @DisplayName(
            "X05 switched on, changed and switched off under load on PostgreSQL: no lost slot, never above the maximum")
    void underLoad() throws Exception {
        try (PostgresPool pool =
                PostgresPool.open(server, settings -> settings.rules.minSize(2).maxSize(MAX))) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(CompletableFuture.runAsync(() -> client(pool), task -> new Thread(task).start()));
            }
            policies(pool, warmUp(6, 2));
            pool.pool().reset(false);
            Await.until("6 connections after the reset", () -> total(pool) >= 6);
            policies(pool, warmUp(20, 5));
            pool.pool().reset(false);
            Await.until("the maximum after the reset", () -> total(pool) == MAX);
            policies(pool, PoolPolicies.NONE);
            pool.pool().reset(false);
            Await.until("no policy is on", () -> pool.pool().stats().policies().isEmpty());

            ended.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get(30, TimeUnit.SECONDS);
            }
            assertThat(failures).isEmpty();
            PoolStats stats = pool.pool().stats();
            assertThat(stats.inUse()).isZero();
            assertThat(stats.warmingTo()).isZero();
            assertThat(stats.total()).isBetween(2, MAX);
            assertThat(stats.counters().acquired()).isEqualTo(stats.counters().released());
        }
    }

    private static int total(PostgresPool pool) {
        int total = pool.pool().stats().total();
        assertThat(total).isLessThanOrEqualTo(MAX);
        return total;
    }
}
