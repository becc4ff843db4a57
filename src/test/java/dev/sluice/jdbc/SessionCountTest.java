package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.OwnThread;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Decision 7: one connection is one session; sizes and names agree with pg_stat_activity")
@Timeout(60)
@Tag("service")
class SessionCountTest {

    private static final int CLIENTS = 50;

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("M04: before, while and after 50 clients work, and none of them fails")
    void underLoad() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 10, 20)) {
            assertThat(server.names()).hasSize(10).isEqualTo(pool.names()).allMatch(SessionCountTest::isName);
            try (Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
                pool.pool().fill(20); // by itself it grows only if its callers wait for longer than a connect takes
                clients.awaitAnswers(200);
                pool.await("all have been in use", stats -> stats.counters().maxInUse() == 20);
                agree(pool, 20);
                clients.stop();
                assertThat(clients.failures()).as(clients.kinds().toString()).isZero();
            }
            pool.awaitRest();
            assertThat(server.names()).hasSize(20).isEqualTo(pool.names());
            assertThat(pool.stats().counters().maxInUse()).isEqualTo(20);
        }
    }

    @Test
    @DisplayName("after fill, reset, expire and renew")
    void afterOperations() {
        try (PostgresPool pool = PostgresPool.open(server, 2, 5)) {
            pool.pool().fill(5);
            agree(pool, 5);
            pool.pool().reset(false);
            agree(pool, 2);
            pool.pool().fill(5);
            pool.pool().renew();
            agree(pool, 5);
            pool.pool().expire(new Selector(Duration.ZERO, null, null));
            agree(pool, 2);
            pool.pool().expire(new Selector(null, null, pool.names().get(0)));
            agree(pool, 2);
        }
        server.awaitQuiet();
    }

    @Test
    @DisplayName("C1: Sluice never has more sessions than its maximum, however often it is reset under load")
    void neverMoreThanMaximum() throws Exception {
        CountingDriver.startOver();
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
                    settings.rules.minSize(4).maxSize(4);
                    settings.sessions.connectionFactoryConfiguration().connectionProviderClass(CountingDriver.class);
                });
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            for (int i = 0; i < 20; i++) {
                pool.pool().reset(false);
                clients.awaitAnswers(10);
            }
            clients.stop();
            assertThat(CountingDriver.most()).isEqualTo(4);
            assertThat(clients.failures()).as(clients.kinds().toString()).isZero();
            pool.awaitRest();
            agree(pool, 4);
        }
    }

    @Test
    @DisplayName("Fact of Agroal: flush(ALL) under load takes it far beyond its maximum")
    void agroalOvershoots() throws Exception {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(
                        server, pool -> pool.minSize(4).maxSize(4).acquisitionTimeout(Duration.ofSeconds(10)));
                Clients clients = Clients.start(CLIENTS, agroal, "select pg_sleep(1)")) {
            Awaitility.await("all are busy")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> server.ask("select count(*) from pg_stat_activity where query like '%pg_sleep(1)'"
                                    + " and state = 'active'")
                            .equals("4"));
            int peak = 0;
            // how far depends on how fast the server ends sessions: again, until it is seen
            for (int round = 0; round < 10 && peak <= 2 * 4; round++) {
                peak = Math.max(peak, peakOfSessions(() -> {
                    for (int i = 0; i < 10; i++) {
                        agroal.flush(FlushMode.ALL);
                        clients.awaitFailures(1);
                    }
                }));
            }
            System.out.printf("peak of sessions, max 4, 10 flush(ALL) under load: Agroal %d%n", peak);
            assertThat(peak).isGreaterThan(2 * 4);
        }
        // Agroal 3.2 leaves some of them behind even when it is closed.
        Awaitility.await("its sessions have ended")
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    server.terminateAll();
                    return server.sessions() == 0;
                });
    }

    @Test
    @DisplayName("A name that the URL or the configuration sets stays")
    void keepsTheApplicationsName() throws Exception {
        try (PostgresPool pool = PostgresPool.open(
                server,
                settings -> settings.sessions
                        .connectionFactoryConfiguration()
                        .jdbcUrl(server.url("ApplicationName=orders")))) {
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, "show application_name")).isEqualTo("orders");
            }
        }
        try (PostgresPool pool = PostgresPool.open(
                server,
                settings -> settings.sessions
                        .connectionFactoryConfiguration()
                        .jdbcProperty("ApplicationName", "billing"))) {
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, "show application_name")).isEqualTo("billing");
            }
        }
    }

    /** The most sessions that were seen while something was done. */
    private int peakOfSessions(Runnable work) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch sampling = new CountDownLatch(1);
        CompletableFuture<Integer> sampler = CompletableFuture.supplyAsync(
                () -> {
                    int peak = 0;
                    while (!done.get()) {
                        peak = Math.max(peak, server.sessions());
                        sampling.countDown();
                    }
                    return peak;
                },
                OwnThread.EACH);
        try {
            assertThat(sampling.await(20, TimeUnit.SECONDS)).isTrue();
            work.run();
        } finally {
            done.set(true);
        }
        return sampler.get(20, TimeUnit.SECONDS);
    }

    private void agree(PostgresPool pool, int expected) {
        server.awaitSessions(expected);
        assertThat(pool.stats().total()).isEqualTo(expected);
        Await.until("each session has its name", () -> server.names().equals(pool.names()));
        assertThat(server.names()).allMatch(SessionCountTest::isName);
    }

    private static boolean isName(String name) {
        return name.matches("conn_\\d+_\\d{19}");
    }
}
