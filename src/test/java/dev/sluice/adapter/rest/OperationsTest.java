package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.adapter.rest.Problems.namesParameter;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.audit.AuditCheck;
import dev.sluice.audit.AuditFilter;
import dev.sluice.audit.AuditReading;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.PoolState;
import dev.sluice.testing.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(60)
@Tag("service")
class OperationsTest {

    private static final String THINGS = "/pools/things/";

    @Inject
    PoolManager manager;

    @TestHTTPResource("/")
    URL root;

    private final CountDownLatch held = new CountDownLatch(1);
    TestPool things;

    @BeforeEach
    void open() throws Exception {
        things = new TestPool(manager, "things");
    }

    @AfterEach
    void close() {
        held.countDown();
        things.close();
    }

    private static RequestSpecification async() {
        return given().header("Prefer", "respond-async").header("Sluice-Actor", "ada");
    }

    private String longOne() {
        things.store.onCreate = attempt -> held.await();
        return async().post(THINGS + "fill")
                .then()
                .statusCode(202)
                .header("Location", containsString("/operations/op_"))
                .body("status", equalTo("RUNNING"))
                .body("actor", equalTo("http: admin-token for ada"))
                .body("operation", equalTo("fill"))
                .body("report", nullValue())
                .extract()
                .path("id");
    }

    @Test
    @DisplayName("A long operation is answered with its path, and then has its result")
    void followed() {
        String id = longOne();
        get("/operations/" + id).then().statusCode(200).body("status", equalTo("RUNNING"));
        isProblem(post(THINGS + "reset"), ProblemType.OPERATION_IN_PROGRESS)
                .body("operation", equalTo(id))
                .body("detail", containsString("fill"));
        held.countDown();
        Await.until(
                "it has ended", () -> get("/operations/" + id).path("status").equals("SUCCEEDED"));
        get("/operations/" + id).then().body("report.created", equalTo(2)).body("report.id", equalTo(id));
        get("/operations?pool=things").then().statusCode(200).body("[0].id", equalTo(id));
        get("/operations?pool=things").then().body("[0].report", nullValue()); // it may name thousands of connections
        get("/operations?pool=things&offset=1").then().statusCode(200).body("id", not(hasItem(id)));
        namesParameter(get("/operations?limit=1001"), ProblemType.BAD_PARAMETER, "limit");
        isProblem(get("/operations?pool=nowhere"), ProblemType.UNKNOWN_POOL);
        isProblem(delete("/operations/" + id), ProblemType.OPERATION_ENDED);
    }

    @Test
    @DisplayName("An operation can be followed as server-sent events, to its end")
    void events() throws Exception {
        String id = longOne();
        URLConnection stream = new URL(root, "operations/" + id + "/events").openConnection();
        stream.setReadTimeout(20_000);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(stream.getContentType()).startsWith("text/event-stream");
            assertThat(lines.readLine()).startsWith("data:").contains("RUNNING");
            held.countDown();
            String last = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isEmpty() ? last : line;
            }
            assertThat(last).contains("SUCCEEDED");
        }
        isProblem(get("/operations/op_0_0/events"), ProblemType.UNKNOWN_OPERATION);
    }

    @Test
    @DisplayName("However many requests wait for the report of an operation, others and the probes are answered")
    void waitingTakesNoThread() throws Exception {
        things.store.onCreate = attempt -> held.await();
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
        HttpRequest wait = HttpRequest.newBuilder(root.toURI().resolve(THINGS + "fill"))
                .header("Prefer", "wait=50")
                .header("Idempotency-Key", "the same")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 250; i++) { // more than there are threads
            waiting.add(client.sendAsync(wait, HttpResponse.BodyHandlers.ofString()));
        }
        Await.until("it runs", () -> get("/operations?pool=things").path("[0].status") != null);
        get(THINGS + "stats").then().statusCode(200);
        get("/q/health/live").then().statusCode(200);
        get("/q/health/ready").then().body("checks.name", hasItem("Sluice pools"));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        held.countDown();
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertThat(each.get(40, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("An operation can be cancelled, but only once")
    void cancelled() throws Exception {
        try (var lease = things.pool.acquire()) {
            String id = async().post(THINGS + "drain?patience=1h").path("id");
            assertThat(lease.name()).isNotNull();
            delete("/operations/" + id).then().statusCode(200);
            Await.until(
                    "it has ended",
                    () -> get("/operations/" + id).path("status").equals("CANCELLED"));
            isProblem(delete("/operations/" + id), ProblemType.OPERATION_ENDED);
            assertThat(things.pool.state()).isEqualTo(PoolState.RUNNING);
        }
        isProblem(delete("/operations/op_0_0"), ProblemType.UNKNOWN_OPERATION);
        isProblem(get("/operations/op_0_0"), ProblemType.UNKNOWN_OPERATION);
        isProblem(given().header("Origin", "http://evil.example").delete("/operations/op_0_0"), ProblemType.CROSS_SITE);
    }

    @Test
    @DisplayName("A repeated request with the same key begins nothing; with another meaning it is refused")
    void idempotent() {
        RequestSpecification keyed = given().header("Idempotency-Key", "abc");
        String id =
                keyed.post(THINGS + "reset").then().statusCode(200).extract().path("id");
        given().header("Idempotency-Key", "abc")
                .post(THINGS + "reset")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        assertThat(things.pool.stats().generation()).isEqualTo(1);
        isProblem(given().header("Idempotency-Key", "abc").post(THINGS + "reset?force=true"), ProblemType.KEY_REUSED);
        namesParameter(
                given().header("Idempotency-Key", "x".repeat(201)).post(THINGS + "reset"),
                ProblemType.BAD_PARAMETER,
                "Idempotency-Key");
    }

    @Test
    @DisplayName("A dry run reports the effect of every operation, and changes nothing")
    void dry() {
        for (String operation : new String[] {
            "reset",
            "expire",
            "renew",
            "fill",
            "warmup",
            "validate",
            "flush?mode=ALL",
            "pause",
            "resume",
            "disable",
            "enable",
            "drain",
            "close",
            "resize?max=3",
            "reset-statistics"
        }) {
            post(THINGS + operation + (operation.contains("?") ? "&" : "?") + "dryRun=true")
                    .then()
                    .statusCode(200)
                    .body("dryRun", equalTo(true))
                    .body("state", equalTo("RUNNING"));
        }
        assertThat(things.pool.stats().generation()).isZero();
        assertThat(things.pool.config().maxSize()).isEqualTo(4);
        assertThat(things.store.created()).isEqualTo(2);
    }

    @Test
    @DisplayName("Every operation has its described effect")
    void all() {
        post(THINGS + "warmup?target=3").then().statusCode(200).body("created", equalTo(1));
        post(THINGS + "validate").then().statusCode(200).body("message", startsWith("validated 3 idle"));
        post(THINGS + "flush?mode=graceful").then().statusCode(200).body("operation", equalTo("flush"));
        post(THINGS + "renew?atOnce=2&perSecond=100&mostFailures=1").then().statusCode(200);
        post(THINGS + "disable").then().statusCode(200).body("state", equalTo("DISABLED"));
        get("/pools/things").then().body("ready", equalTo(false)).body("readiness", equalTo("DISABLED"));
        isProblem(post(THINGS + "resume"), ProblemType.WRONG_STATE);
        post(THINGS + "enable").then().statusCode(200).body("state", equalTo("RUNNING"));
        post(THINGS + "drain")
                .then()
                .statusCode(200)
                .body("state", equalTo("DISABLED"))
                .body("after", equalTo(0));
        post(THINGS + "enable").then().statusCode(200).body("after", equalTo(2));
        post(THINGS + "reset-statistics").then().statusCode(200);
        get(THINGS + "stats").then().body("counters.created", equalTo(0));
        post(THINGS + "close?mode=FORCE").then().statusCode(200).body("state", equalTo("STOPPED"));
        isProblem(post(THINGS + "reset"), ProblemType.POOL_CLOSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    reset?deadline=soon           | deadline
                    reset?deadline=0s             | deadline
                    reset?dryRun=perhaps          | dryRun
                    expire?tag=billing            | tag
                    expire?generationBefore=-1    | generationBefore
                    expire?generationBefore=first | generationBefore
                    expire?olderThan=-1s          | olderThan
                    renew?atOnce=0                | atOnce
                    renew?perSecond=often         | perSecond
                    renew?perSecond=-1            | perSecond
                    renew?mostFailures=-1         | mostFailures
                    warmup?target=-1              | target
                    warmup?atOnce=0               | atOnce
                    fill?target=-1                | target
                    flush?mode=HARD               | mode
                    flush                         | mode
                    drain?patience=-1s            | patience
                    close?mode=NEVER              | mode
                    """)
    @DisplayName("Bad input is refused by the name of the parameter, and does nothing")
    void badInput(String request, String parameter) {
        namesParameter(post(THINGS + request), ProblemType.BAD_PARAMETER, parameter);
        assertThat(things.pool.stats().generation()).isZero();
        assertThat(things.pool.stats().total()).isEqualTo(2);
    }

    private static Response body(String path, String json) {
        return given().contentType("application/json").body(json).post(path);
    }

    @Test
    @DisplayName("Moving is for pools that have an endpoint; the fault of a target is named, its password is not")
    void targets() {
        isProblem(body(THINGS + "switch-endpoint", "{\"url\":\"jdbc:h2:mem:x\"}"), ProblemType.UNSUPPORTED);
        namesParameter(body(THINGS + "switch-endpoint", "{}"), ProblemType.BAD_PARAMETER, "url");
        namesParameter(
                body(THINGS + "switch-endpoint", "{\"uri\":\"jdbc:h2:mem:x\"}"), ProblemType.UNKNOWN_PARAMETER, "uri");
        isProblem(body(THINGS + "switch-endpoint", "[]"), ProblemType.MALFORMED_BODY);
        namesParameter(body(THINGS + "rotate-credentials", "{}"), ProblemType.BAD_PARAMETER, "password");
        namesParameter(
                body(THINGS + "rotate-credentials", "{\"password\":\"hidden\",\"atOnce\":0}"),
                ProblemType.BAD_PARAMETER,
                "atOnce");
        isProblem(body("/pool/switch-endpoint", "{\"url\":\"jdbc:oracle:thin:@h:1:x\"}"), ProblemType.BAD_PARAMETER);
        body("/pool/rotate-credentials?dryRun=true", "{\"username\":\"nobody\",\"password\":\"hidden\"}")
                .then()
                .statusCode(503)
                .body("detail", containsString("nothing has changed"))
                .body(not(containsString("hidden")));
    }

    @Test
    @DisplayName("No change is made while the audit log cannot be written; reads and probes are answered all the same")
    void auditLogIsAway() throws IOException {
        post(THINGS + "expire").then().statusCode(200);
        Path directory = auditLog();
        Path aside = Files.move(directory, directory.resolveSibling("aside-" + directory.getFileName()));
        try {
            Files.writeString(directory, "in the way");
            for (String change : List.of(
                    "reset",
                    "renew",
                    "validate",
                    "fill?target=3",
                    "resize?max=3",
                    "pause",
                    "disable",
                    "drain",
                    "close?mode=FORCE",
                    "reset-statistics",
                    "verbose?on=true")) {
                isUnaudited(post(THINGS + change));
            }
            isUnaudited(given().contentType("application/json").body("{}").put(THINGS + "policy"));
            isUnaudited(given().contentType("application/json")
                    .body("{\"maxWaiters\":5}")
                    .patch(THINGS + "policy"));
            isUnaudited(delete("/pools/things"));
            isUnaudited(body("/pools", "{\"name\":\"more\",\"url\":\"jdbc:h2:mem:more\"}"));
            isUnaudited(body("/batches", "{\"jobs\":1}"));

            assertThat(things.pool.stats().state()).isEqualTo(PoolState.RUNNING);
            assertThat(things.pool.stats().generation()).isZero();
            assertThat(things.pool.stats().maxConnections()).isEqualTo(4);
            assertThat(things.pool.isVerbose()).isFalse();
            assertThat(manager.names()).doesNotContain("more");
            get(THINGS + "policy").then().statusCode(200).body("maxWaiters", nullValue());
            get("/q/health/ready").then().statusCode(200);
        } finally {
            Files.deleteIfExists(directory);
            Files.move(aside, directory);
        }
        post(THINGS + "reset").then().statusCode(200);
        assertThat(AuditCheck.of(directory).values()).allMatch(AuditCheck.Result::isIntact);
    }

    private static Path auditLog() {
        return Path.of(ConfigProvider.getConfig().getValue("sluice.audit.directory", String.class))
                .toAbsolutePath();
    }

    private static void isUnaudited(Response response) {
        isProblem(response, ProblemType.AUDIT_UNAVAILABLE)
                .body("detail", containsString("sluice.audit.directory"))
                .body("detail", not(containsString("target")));
    }

    @Test
    @DisplayName("A change has its lines in the audit log, begun before succeeded, with requester and parameters")
    void audited() throws IOException {
        String id = given().header("Sluice-Actor", "ada")
                .post(THINGS + "resize?max=3")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        List<JsonNode> lines = new AuditReading(auditLog())
                .newest(new AuditFilter(null, "resize", "things", null, null, null, null, null), 10).lines().stream()
                        .filter(line -> line.path("operationId").asText().equals(id))
                        .toList();
        assertThat(lines).extracting(line -> line.path("outcome").asText()).containsExactly("succeeded", "begun");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("claim").asText()).isEqualTo("ada");
            assertThat(line.path("surface").asText()).isEqualTo("http");
            assertThat(line.path("address").asText()).isEqualTo("127.0.0.1");
            assertThat(line.path("parameters").path("max").asText()).isEqualTo("3");
        });
    }

    private static List<JsonNode> denials() {
        try {
            return new AuditReading(auditLog())
                    .newest(new AuditFilter(null, "auditLog", null, "denied", null, null, null, null), 10)
                    .lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("The audit log is for auditors: an administrator is refused, and the refusal is in the log")
    void auditLogForAuditors() {
        isProblem(get("/audit"), ProblemType.NOT_PERMITTED).body("detail", containsString("auditor"));
        isProblem(get("/audit?outcome=ok"), ProblemType.NOT_PERMITTED);
        Await.until("two denials are in the log", () -> denials().size() >= 2);
        assertThat(denials().get(0).path("reason").asText()).contains("auditor");
    }
}
