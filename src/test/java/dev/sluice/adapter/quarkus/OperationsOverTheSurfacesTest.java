package dev.sluice.adapter.quarkus;

import static dev.sluice.testing.Operator.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.testing.Await;
import dev.sluice.testing.JmxClient;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@Timeout(180)
@DisabledIfSystemProperty(named = "test.pg.url", matches = ".+", disabledReason = "it needs a server to itself")
@Tag("service")
class OperationsOverTheSurfacesTest {

    private static final int CLIENTS = 32;
    private static final int ROUNDS = 3;
    private static final int MAX = 20;

    PostgresServer server;

    @Inject
    PoolManager manager;

    @Inject
    DataSource dataSource;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> clients = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();

    @AfterEach
    void endClients() {
        stop.set(true);
        threads.shutdownNow();
    }

    @Test
    @DisplayName("While 32 clients work, every operation is ordered over HTTP and JMX in turns, and no request fails")
    void bothSurfaces() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(this::work));
        }
        for (int i = 0; i < ROUNDS; i++) {
            awaitAnswers(50);
            post("reset", Map.of());
            operate("renew", "atOnce=3");
            post("expire?olderThan=1ms", Map.of());
            operate("resize", "min=" + (10 - i % 4) + ",max=" + (MAX - i % 3));
            post("pause", Map.of());
            Await.until(
                    "all clients wait, or are served no more",
                    () -> manager.stats("default").inUse() == 0);
            operate("resume", "");
            post("validate", Map.of());
            operate("warm-up", "target=12,atOnce=2");
            post("rotate-credentials", Map.of("username", server.user(), "password", server.password(), "atOnce", 4));
            operate("reset", "");
            post("renew?atOnce=4", Map.of());
            operate("rotate-credentials", "username=" + server.user() + ",password=" + server.password() + ",atOnce=4");
            operate("switch-endpoint", "url=" + server.url());
            post("switch-endpoint", Map.of("url", server.url()));
        }
        post("resize?min=10&max=" + MAX, Map.of());
        awaitAnswers(50);
        stop.set(true);
        for (Future<?> client : clients) {
            client.get(30, TimeUnit.SECONDS); // with the first failure it met
        }
        await("the server has what the pool has, by the same names")
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(server.names())
                        .filteredOn(name -> name.startsWith("conn_"))
                        .containsExactlyInAnyOrderElementsOf(manager.stats("default").connections().stream()
                                .map(ConnectionInfo::id)
                                .toList()));
        assertThat(manager.stats("default").inUse()).isZero();
    }

    @Test
    @DisplayName("X10 a load test runs the statement that the configuration names, and refuses other names with 400")
    void loadTestStatement() throws Exception {
        post("load-test?statement=lookup&threads=4&leases=40&hold=0s", Map.of());
        operate("load-test", "statement=lookup,threads=4,leases=40,hold=0s");
        var refused = given().post("/pool/load-test?statement=lookups");
        refused.then().statusCode(400);
        assertThat(refused.jsonPath().getString("parameter")).isEqualTo("statement");
        assertThat(refused.jsonPath().getString("detail")).contains("must be one of lookup (load-test-sql of pool");
        post("pause", Map.of());
        try {
            var paused = given().post("/pool/load-test?statement=lookup");
            paused.then().statusCode(409);
            assertThat(paused.jsonPath().getString("detail"))
                    .isEqualTo("load-test refused: pool 'default' is paused; resume it first");
        } finally {
            post("resume", Map.of());
        }
    }

    private Void work() throws SQLException {
        while (!stop.get()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                long nonce = answers.incrementAndGet();
                try (ResultSet row = statement.executeQuery("select " + nonce + " from pg_sleep(0.03)")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getLong(1)).isEqualTo(nonce);
                }
            }
        }
        return null;
    }

    private void awaitAnswers(int more) {
        long goal = answers.get() + more;
        Await.until(
                "clients are answered",
                () -> answers.get() >= goal || clients.stream().anyMatch(Future::isDone));
    }

    /** Sessions that the pool has closed are at the server until their processes have ended. */
    private void awaitNoMoreSessionsThanAllowed() {
        Await.until(
                "the server has no more sessions than the pool may have",
                () -> server.names().stream()
                                .filter(name -> name.startsWith("conn_"))
                                .count()
                        <= MAX);
    }

    private void post(String operation, Map<String, ?> body) {
        var request = given().header("Prefer", "wait=60");
        if (!body.isEmpty()) {
            request.contentType("application/json").body(body);
        }
        boolean complete = request.post("/pool/" + operation)
                .then()
                .statusCode(200)
                .extract()
                .path("complete");
        assertThat(complete).as(operation).isTrue();
        awaitNoMoreSessionsThanAllowed();
    }

    private void operate(String operation, String parameters) throws Exception {
        CompositeData report = (CompositeData) JmxClient.asAdmin(() -> beans.invoke(
                new ObjectName("dev.sluice:type=Pool,name=default"),
                "operate",
                new Object[] {operation, parameters},
                new String[] {String.class.getName(), String.class.getName()}));
        assertThat(report.get("complete")).as("%s: %s", operation, report).isEqualTo(true);
        awaitNoMoreSessionsThanAllowed();
    }
}
