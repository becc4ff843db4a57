package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.Degradation.WhenFull;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
class DegradationPostgresTest {

    private static final int MAX = 2;
    private static final String REPLICA = "jdbc:h2:mem:replica";

    private final PostgresServer server = PostgresServer.shared();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger substitutes = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    private static void policy(PostgresPool pool, WhenFull whenFull, Priority lowest) {
        PoolPolicies policies = PoolPolicies.NONE.with(
                new Degradation(whenFull, 0.9, 0.1, 1, Duration.ofMillis(100), lowest, PolicyMode.ENFORCE));
        pool.pool().reconfigure(config -> config.policies(policies));
    }

    private PostgresPool open() {
        PostgresPool pool = PostgresPool.open(
                server, settings -> settings.rules.minSize(MAX).maxSize(MAX));
        pool.jdbc().fallback((request, refusal) -> DriverManager.getConnection(REPLICA));
        return pool;
    }

    @Test
    @DisplayName(
            "X08 FALLBACK gives a connection of the supplier that says so; its close touches neither pool nor server")
    void substitute() throws Exception {
        try (PostgresPool pool = open();
                Connection first = pool.connection();
                Connection second = pool.connection()) {
            policy(pool, WhenFull.FALLBACK, Priority.BACKGROUND);
            assertThat(first.isWrapperFor(DegradedConnection.class)).isFalse();

            Connection substitute = pool.dataSource().getReadOnlyConnection();
            assertThat(substitute.unwrap(DegradedConnection.class).pool()).isEqualTo("test");
            assertThat(substitute.getMetaData().getURL()).isEqualTo(REPLICA);
            assertThat(PostgresPool.ask(substitute, "select 7")).isEqualTo("7");
            assertThat(substitute.createStatement().getConnection()).isSameAs(substitute);
            assertThat(pool.dataSource().nameOf(substitute)).isNull();
            substitute.close();
            substitute.close();
            assertThat(substitute.isClosed()).isTrue();

            PoolStats stats = pool.stats();
            assertThat(stats.inUse()).isEqualTo(MAX);
            assertThat(stats.counters().degradedGrants()).isEqualTo(1);
            assertThat(stats.counters().refused()).as("the caller is served").isZero();
            assertThat(stats.counters().released()).isZero();
            assertThat(second.isValid(5)).isTrue();
        }
    }

    @Test
    @DisplayName("X08 a supplier of another type, or with an exception, leaves the refusal of the pool")
    void badSupplier() throws Exception {
        try (PostgresPool pool = open();
                Connection first = pool.connection();
                Connection second = pool.connection()) {
            policy(pool, WhenFull.FALLBACK, Priority.BACKGROUND);
            pool.pool().foreignFallback((request, refusal) -> "no connection");
            assertThatThrownBy(pool::connection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasCauseInstanceOf(PoolSaturated.class)
                    .cause()
                    .satisfies(refusal -> assertThat(refusal.getSuppressed()).hasSize(1));
            assertThat(first.isValid(5) && second.isValid(5)).isTrue();
            assertThat(pool.stats().counters().refused()).isEqualTo(1);
        }
    }

    private void client(PostgresPool pool, Priority lane) {
        AcquireRequest request = AcquireRequest.DEFAULT.withPriority(lane);
        while (!ended.get()) {
            try (Connection connection = pool.dataSource().acquire(request)) {
                PostgresPool.ask(connection, "select 1");
                (connection.isWrapperFor(DegradedConnection.class) ? substitutes : served).incrementAndGet();
            } catch (SQLException | RuntimeException e) {
                if (!(e.getCause() instanceof PoolSaturated)) {
                    failures.add(e);
                    return;
                }
            }
        }
    }

    private void awaitMore(AtomicInteger count) {
        int before = count.get();
        Await.until("more of them", () -> count.get() > before + 20 || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    @Test
    @DisplayName("X08 switched on, changed and switched off under load on PostgreSQL: HIGH is served, no slot is lost")
    void underLoad() throws Exception {
        try (PostgresPool pool = open()) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (Priority lane : List.of(Priority.HIGH, Priority.HIGH, Priority.NORMAL, Priority.LOW)) {
                clients.add(CompletableFuture.runAsync(() -> client(pool, lane), task -> new Thread(task).start()));
            }
            policy(pool, WhenFull.FALLBACK, Priority.BACKGROUND);
            awaitMore(substitutes);
            policy(pool, WhenFull.WAIT, Priority.HIGH);
            pool.await("it was degraded", stats -> stats.degraded());
            awaitMore(served);
            policy(pool, WhenFull.FAIL_FAST, Priority.BACKGROUND);
            long refused = pool.stats().counters().degradedRefusals();
            pool.await("callers are refused", stats -> stats.counters().degradedRefusals() > refused + 20);
            pool.pool().reconfigure(config -> config.policies(PoolPolicies.NONE));
            awaitMore(served);

            ended.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get(30, TimeUnit.SECONDS);
            }
            assertThat(failures).isEmpty();
            PoolStats stats = pool.stats();
            assertThat(stats.inUse()).isZero();
            assertThat(stats.total()).isBetween(1, MAX);
            assertThat(stats.policies()).isEmpty();
            assertThat(stats.counters().acquired())
                    .isEqualTo(stats.counters().released())
                    .isGreaterThanOrEqualTo(served.get());
        }
    }
}
