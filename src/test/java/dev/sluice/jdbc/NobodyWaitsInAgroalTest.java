package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Fact of Agroal: its waiters have no order; so no caller ever waits inside it")
@Timeout(120)
@Tag("service")
class NobodyWaitsInAgroalTest {

    private static final int CLIENTS = 50;
    private static final Set<String> WAITING =
            Set.of("handlerFromSharedCache", "waitAvailableHandler", "createAndPoolConnection");

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("Agroal alone, full, has the callers waiting in it")
    void agroalHasWaiters() throws Exception {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(
                        server, pool -> pool.maxSize(2).acquisitionTimeout(Duration.ofSeconds(40)));
                Clients clients = Clients.start(CLIENTS, agroal, "select pg_sleep(0.05)")) {
            Awaitility.await("callers wait")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> agroal.getMetrics().awaitingCount() > CLIENTS / 2);
            assertThat(threadsInside()).isGreaterThan(CLIENTS / 2);
            clients.stop();
        }
    }

    @Test
    @DisplayName("Sluice, growing, full, reset and made smaller, never has one there")
    void sluiceHasNone() throws Exception {
        try (PostgresPool pool = PostgresPool.open(
                        server, settings -> settings.rules.maxSize(4).acquisitionTimeout(Duration.ofSeconds(40)));
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            AgroalDataSource inner = pool.dataSource().unwrap(io.agroal.pool.DataSource.class);
            pool.await("callers wait at the gate", stats -> stats.waiting() > CLIENTS / 2);
            for (int i = 0; i < 200; i++) {
                if (i == 60) {
                    pool.pool().reset(false);
                } else if (i == 120) {
                    pool.configuration().setMaxSize(2);
                }
                assertThat(threadsInside()).isZero();
                assertThat(inner.getMetrics().awaitingCount()).isZero();
            }
            clients.awaitAnswers(50);
            clients.stop();
            assertThat(clients.failures()).as(clients.kinds().toString()).isZero();
            assertThat(pool.stats().counters().waits()).isPositive();
        }
    }

    /** Callers' threads in code of Agroal that waits for a connection; its own and the pool's workers are not callers. */
    private static long threadsInside() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> !each.getKey().getName().startsWith("test-worker")
                        && !each.getKey().getName().startsWith("agroal-"))
                .map(Map.Entry::getValue)
                .filter(NobodyWaitsInAgroalTest::isWaiting)
                .count();
    }

    private static boolean isWaiting(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals("io.agroal.pool.ConnectionPool")
                        && WAITING.contains(frame.getMethodName()));
    }
}
