package dev.sluice.adapter.quarkus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Forwarder;
import dev.sluice.testing.Operator;
import dev.sluice.testing.PasswordCatcher;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@Timeout(120)
@DisabledIfSystemProperty(named = "test.pg.url", matches = ".+", disabledReason = "it needs a server to itself")
@Tag("service")
class PostgresServiceTest {

    private static final int CLIENTS = 50;

    PostgresServer server;

    @Inject
    PoolManager manager;

    @Inject
    DataSource dataSource;

    @Test
    @DisplayName(
            "M04, M05: the server counts as many sessions as the pool, by the same names, before, during and after fifty clients")
    void agreesWithTheServer() throws Exception {
        perform(Commands.reset(false)); // whatever another test of this application has left
        perform(Commands.resetStatistics());
        assertAgreement();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        CountDownLatch full = new CountDownLatch(stats().maxConnections());
        CountDownLatch looked = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int nonce = i;
            answers.add(clients.submit(() -> ask(nonce, full, looked)));
        }
        assertThat(full.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stats().inUse()).isEqualTo(20);
        assertAgreement();
        looked.countDown();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(answers.get(i).get()).isEqualTo(i);
        }
        clients.shutdown();
        assertAgreement();
        assertThat(stats().inUse()).isZero();
        assertThat(stats().counters().created()).as("beyond the first ten").isEqualTo(10);
        perform(Commands.reset(false));
        assertAgreement();
        assertThat(stats().total()).isEqualTo(10);
    }

    @Test
    @DisplayName(
            "a pool that is created while the service runs has its sessions at the server, and none once it is deleted")
    void createdAndDeleted() {
        Map<String, String> settings =
                Map.of("url", server.url(), "username", server.user(), "password", server.password(), "min-size", "3");
        OperationReport report = manager.perform(Order.of("reports", Commands.createPool(settings, false), "test"));
        assertThat(report.created()).isEqualTo(3);
        List<String> names = manager.stats("reports").connections().stream()
                .map(ConnectionInfo::id)
                .toList();
        assertThat(names).hasSize(3);
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(server.names()).containsAll(names));
        manager.perform(
                Order.of("reports", Commands.deletePool(CloseMode.DRAIN, Duration.ofSeconds(5), false), "test"));
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(server.names()).doesNotContainAnyElementsOf(names));
        assertAgreement();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("no request sends the pool's password to a host that the configuration does not name, not even to try")
    void passwordStays(boolean dryRun) throws Exception {
        try (PasswordCatcher evil = new PasswordCatcher()) {
            for (String body : List.of(
                    "{\"url\":\"" + evil.url() + "\"}",
                    "{\"url\":\"" + evil.url() + "\",\"username\":\"app\"}",
                    "{\"url\":\"" + server.url().replaceFirst("/(?=[^/]*$)", ",127.0.0.1:" + evil.port() + "/")
                            + "\"}")) {
                move(body, dryRun)
                        .then()
                        .statusCode(400)
                        .body("type", equalTo("urn:sluice:problem:stored-credentials"))
                        .body("detail", containsString("give username and password in the request"));
            }
            assertThatThrownBy(() -> ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("dev.sluice:type=PoolManager"),
                                    dryRun ? "dryRun" : "operate",
                                    new Object[] {"default", "switch-endpoint", "url=" + evil.url()},
                                    new String[] {String.class.getName(), String.class.getName(), String.class.getName()
                                    }))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(evil.connections()).isZero();
            move("{\"url\":\"" + evil.url() + "\",\"username\":\"app\",\"password\":\"brought\"}", dryRun)
                    .then()
                    .statusCode(503);
            assertThat(evil.passwords()).containsOnly("brought");
        }
        move("{\"url\":\"" + server.url() + "\"}", dryRun).then().statusCode(200);
    }

    @Test
    @DisplayName(
            "with a real database a change needs the token: directly, through a forward of bytes, and through a proxy")
    void token() throws Exception {
        int service = RestAssured.port;
        try (Forwarder bytes = Forwarder.ofBytes(service);
                Forwarder requests = Forwarder.ofRequests(service)) {
            for (int port : new int[] {service, bytes.port(), requests.port()}) {
                for (String change :
                        List.of("/pool/reset", "/pool/pause?dryRun=true", "/pools/default/verbose?on=true")) {
                    given().port(port)
                            .post(change)
                            .then()
                            .statusCode(401)
                            .body("type", equalTo("urn:sluice:problem:token-required"))
                            .body(not(containsString(Operator.token())));
                }
                given().port(port).get("/pool/waiters?stacks=true").then().statusCode(401);
                given().port(port).get("/pool/stats").then().statusCode(200);
                given().port(port)
                        .header("Authorization", "Bearer " + Operator.token())
                        .post("/pool/expire?dryRun=true")
                        .then()
                        .statusCode(200);
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Operator.TOKEN_FILE)))
                .isEqualTo("rw-------");
    }

    private static Response move(String body, boolean dryRun) {
        return Operator.given()
                .contentType("application/json")
                .queryParam("dryRun", dryRun)
                .header("Prefer", "wait=60")
                .body(body)
                .post("/pool/switch-endpoint");
    }

    private void perform(Command command) {
        manager.perform(Order.of("default", command, "test"));
    }

    private int ask(int nonce, CountDownLatch full, CountDownLatch looked) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + nonce)) {
            full.countDown();
            looked.await();
            row.next();
            return row.getInt(1);
        }
    }

    private PoolStats stats() {
        return manager.stats("default");
    }

    /** A session ends a moment after its connection was closed. */
    private void assertAgreement() {
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(server.names())
                        .filteredOn(name -> name.startsWith("conn_"))
                        .containsExactlyInAnyOrderElementsOf(stats().connections().stream()
                                .map(ConnectionInfo::id)
                                .toList()));
    }
}
