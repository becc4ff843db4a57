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
import dev.sluice.testing.Anonymous;
import dev.sluice.testing.Attacks;
import dev.sluice.testing.Attacks.Attack;
import dev.sluice.testing.Forwarder;
import dev.sluice.testing.JmxClient;
import dev.sluice.testing.Operator;
import dev.sluice.testing.PasswordCatcher;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
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

    PasswordCatcher permitted;

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
        int before = permitted.connections();
        for (String body : List.of(
                "{\"url\":\"" + permitted.url() + "\"}",
                "{\"url\":\"" + permitted.url() + "\",\"username\":\"app\"}",
                "{\"url\":\"" + server.url().replaceFirst("/(?=[^/]*$)", ",127.0.0.1:" + permitted.port() + "/")
                        + "\"}")) {
            move(body, dryRun)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:sluice:problem:stored-credentials"))
                    .body("detail", containsString("give username and password in the request"));
        }
        assertThatThrownBy(() -> JmxClient.asAdmin(() -> ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("dev.sluice:type=PoolManager"),
                                dryRun ? "dryRun" : "operate",
                                new Object[] {"default", "switch-endpoint", "url=" + permitted.url()},
                                new String[] {String.class.getName(), String.class.getName(), String.class.getName()})))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(permitted.connections()).isEqualTo(before);
        move("{\"url\":\"" + permitted.url() + "\",\"username\":\"app\",\"password\":\"brought\"}", dryRun)
                .then()
                .statusCode(503);
        assertThat(permitted.passwords()).containsOnly("brought");
        move("{\"url\":\"" + server.url() + "\"}", dryRun).then().statusCode(200);
    }

    @Test
    @Timeout(300) // about 800 requests
    @DisplayName("no attack with the settings of a pool has an effect, over HTTP or JMX: 400 with the parameter")
    void attacks(@TempDir Path directory) throws Exception {
        String good = server.url().replaceFirst("^jdbc:postgresql://([^/]+)/.*$", "$1");
        try (Attacks attacks = new Attacks(good, directory)) {
            List<Attack> all = attacks.all();
            assertThat(all).hasSizeGreaterThan(150);
            for (int i = 0; i < all.size(); i++) {
                Attack attack = all.get(i);
                boolean isDry = i % 2 == 0;
                refused(attack, create(attack, isDry));
                createOverJmx(attack);
                if (attack.settings().size() == 1) {
                    refused(attack, move(json(attack.settings()), !isDry));
                    refused(attack, move(json(withLogin(attack)), isDry));
                    moveOverJmx(attack);
                }
            }
            assertThat(manager.names()).containsExactly("default");
            attacks.assertWithoutEffect();
        }
    }

    private static Map<String, String> withLogin(Attack attack) {
        Map<String, String> all = new TreeMap<>(Map.of("username", "app"));
        if (!attack.settings().containsKey("secret")) {
            all.put("password", "brought");
        }
        all.putAll(attack.settings());
        return all;
    }

    private static String json(Map<String, String> settings) {
        return new JsonObject(new TreeMap<String, Object>(settings)).encode();
    }

    private static Response create(Attack attack, boolean dryRun) {
        Map<String, String> settings = withLogin(attack);
        settings.put("name", "attack");
        return Operator.given()
                .contentType("application/json")
                .queryParam("dryRun", dryRun)
                .body(json(settings))
                .post("/pools");
    }

    private static void refused(Attack attack, Response response) {
        assertThat(response.statusCode())
                .as("%s: %s", attack, response.asString())
                .isEqualTo(400);
        String parameter = response.jsonPath().getString("parameter");
        assertThat(parameter).as("%s: %s", attack, response.asString()).isNotNull();
        assertThat(names(attack, parameter)).as("%s: %s", attack, parameter).isTrue();
    }

    /** Returns whether the text has the name of a setting of the attack, in any spelling. */
    private static boolean names(Attack attack, String text) {
        return attack.settings().keySet().stream()
                .map(key -> letters(key.split("\\.", 2)[0]))
                .anyMatch(letters(text)::contains);
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static void createOverJmx(Attack attack) {
        String others = attack.settings().entrySet().stream()
                .filter(setting -> !setting.getKey().equals("url"))
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(","));
        boolean hasSecret = attack.settings().containsKey("secret");
        refusedOverJmx(attack, "dev.sluice:type=PoolManager", "createPool", new Object[] {
            "attack", attack.url(), "app", hasSecret ? "" : "brought", others
        });
    }

    private static void moveOverJmx(Attack attack) {
        refusedOverJmx(attack, "dev.sluice:type=Pool,name=default", "switchEndpoint", new Object[] {
            attack.url(), "app", "brought", null, null
        });
    }

    private static void refusedOverJmx(Attack attack, String bean, String operation, Object[] arguments) {
        assertThatThrownBy(() -> {
                    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
                    ObjectName name = new ObjectName(bean);
                    String[] types = Arrays.stream(beans.getMBeanInfo(name).getOperations())
                            .filter(each -> each.getName().equals(operation))
                            .map(each -> Arrays.stream(each.getSignature())
                                    .map(MBeanParameterInfo::getType)
                                    .toArray(String[]::new))
                            .filter(each -> each.length == arguments.length)
                            .findFirst()
                            .orElseThrow();
                    JmxClient.asAdmin(() -> beans.invoke(name, operation, arguments, types));
                })
                .as(attack.name())
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .as(attack.name())
                .matches(message -> names(attack, message), "names the parameter");
    }

    @Test
    @DisplayName(
            "with a real database a change and a read need the token: directly, through a forward of bytes, and through a proxy")
    void token() throws Exception {
        int service = RestAssured.port;
        try (Forwarder bytes = Forwarder.ofBytes(service);
                Forwarder requests = Forwarder.ofRequests(service)) {
            for (int port : new int[] {service, bytes.port(), requests.port()}) {
                for (String change :
                        List.of("/pool/reset", "/pool/pause?dryRun=true", "/pools/default/verbose?on=true")) {
                    Anonymous.given()
                            .port(port)
                            .post(change)
                            .then()
                            .statusCode(401)
                            .body("type", equalTo("urn:sluice:problem:token-required"))
                            .body(not(containsString(Operator.token())));
                }
                for (String read : List.of("/pool/waiters?stacks=true", "/pool/stats", "/q/health", "/q/metrics")) {
                    Anonymous.given().port(port).get(read).then().statusCode(401);
                }
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
