package dev.sluice.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.JavaProcess;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The application of {@link EmbeddingBuild}, as a process. It has an entity, a REST resource and a data source.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("An application that has Sluice as a dependency")
@Tag("service")
class EmbeddedApplicationTest {

    private static final String TOKEN = "correct-horse-battery-staple-of-the-tests";
    private static final Path WORK = EmbeddingBuild.WORK;
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+:\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management interface listening on (http://\\S+:\\d+)");
    private static final String MOVED = "/shop/api/internal/sluice";
    private static final String CONSOLE = "/shop/ops/sluice/";
    private static final Pattern API_OF_CONSOLE = Pattern.compile("name=\"sluice-api\" content=\"([^\"]+)\"");
    private static final String[] MANAGED = {"-Dquarkus.management.host=127.0.0.1", "-Dquarkus.management.port=0"};
    private static final int DEAF = 1500;
    private static final int LIMIT_MILLIS = 120_000;

    private static final List<String> SEEN = List.of(
            "/",
            "/number",
            "/number/failure",
            "/nowhere",
            "/pool",
            "/pool/stats",
            "/pool/reset",
            "/pools",
            "/operations",
            "/batches",
            "/q/health",
            "/q/metrics",
            "/q/openapi",
            "/q/swagger-ui");

    private static Process application;
    private static String url;

    @BeforeAll
    static void buildAndStart() throws Exception {
        EmbeddingBuild.once();
        start();
    }

    private static void start() throws Exception {
        Path log = WORK.resolve("application.log");
        application = start("app", log, "-Dsluice.fallback-url=jdbc:h2:mem:other"); // a key of the service, too
        url = url(application, log);
    }

    private static Process start(String module, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(JavaProcess.command(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dsluice.security.admin-token=" + TOKEN,
                "-Dshop.token=" + TOKEN));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-jar",
                Path.of(module, "target", "quarkus-app", "quarkus-run.jar").toString()));
        return EmbeddingBuild.process(command, log);
    }

    private static String url(Process process, Path log) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !process.isAlive() || isListening(log));
        Matcher matcher = LISTENING.matcher(EmbeddingBuild.read(log));
        assertThat(matcher.find()).as("%s", EmbeddingBuild.read(log)).isTrue();
        return matcher.group(1);
    }

    private static boolean isListening(Path log) {
        return LISTENING.matcher(EmbeddingBuild.read(log)).find();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (application != null) {
            stop(application);
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** A request may release its connection a moment after it is answered. */
    private static void awaitRest() {
        Await.until("nothing is leased", () -> get("/pool/stats").getInt("inUse") == 0);
    }

    private static JsonPath get(String path) {
        return operator().get(url + path).then().statusCode(200).extract().jsonPath();
    }

    @Test
    @DisplayName("has its entities and its data source behind the gate, and the pool at every surface")
    void embedded() {
        long before = get("/pool/stats").getLong("counters.acquired");

        for (String item : List.of("pen", "paper")) {
            RestAssured.given().body(item).post(url + "/orders").then().statusCode(200);
        }
        assertThat(get("/orders").getList("item")).containsExactly("pen", "paper");
        assertThat(RestAssured.get(url + "/orders/count").asString()).isEqualTo("2");

        assertThat(get("/pools").getList("name")).containsExactly("default");
        assertThat(get("/pool/stats").getLong("counters.acquired") - before)
                .as("each of two inserts, a query and a count has acquired one")
                .isGreaterThanOrEqualTo(4);
        awaitRest();
        assertThat(get("/q/health/ready").getList("checks.name")).contains("Sluice pools");
        assertThat(RestAssured.get(url + "/q/metrics").asString()).contains("agroal_acquire_count");
    }

    @Test
    @DisplayName("can be operated while it runs")
    void operated() {
        awaitRest();
        List<String> before = get("/pool/connections").getList("id");

        RestAssured.post(url + "/pool/reset").then().statusCode(401);
        Response reset = operator().post(url + "/pool/reset");

        reset.then().statusCode(200);
        assertThat(reset.jsonPath().getList("retired", String.class)).containsExactlyElementsOf(before);
        assertThat(RestAssured.get(url + "/orders").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "With quarkus-opentelemetry, a wait for a connection is in the trace of its request: as a span, among the"
                    + " waiters, and as the exemplar of a metric")
    void traces() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        traced(operator(), trace).post(url + "/pool/pause").then().statusCode(200);
        Caller<Integer> request = Caller.start(() ->
                traced(RestAssured.given(), trace).get(url + "/orders/count").statusCode());
        try {
            Await.until(
                    "the request waits",
                    () -> operator()
                            .get(url + "/pool/waiters?traceId=" + trace)
                            .jsonPath()
                            .getList("waiters.traceId")
                            .equals(List.of(trace)));
        } finally {
            operator().post(url + "/pool/resume").then().statusCode(200);
        }
        assertThat(request.result()).isEqualTo(200);

        List<String> spans = RestAssured.get(url + "/spans").jsonPath().getList("$", String.class);
        assertThat(spans)
                .anyMatch(span ->
                        span.startsWith("acquire default " + trace + " true") && span.contains("sluice.outcome=leased"))
                .anyMatch(span -> span.startsWith("pause default " + trace + " true"));
        Response metrics = RestAssured.given()
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.4")
                .get(url + "/q/metrics");
        assertThat(metrics.contentType()).startsWith("application/openmetrics-text");
        assertThat(metrics.asString().lines())
                .anyMatch(line -> line.startsWith("db_client_connection_wait_time_seconds_bucket{")
                        && line.contains("trace_id=\"" + trace + "\""));
    }

    private static RequestSpecification traced(RequestSpecification request, String trace) {
        return request.header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    @Test
    @DisplayName(
            "lets a request wait for as long as its header permits: in and outside of a transaction, and in another thread")
    void deadlineHeader() {
        RestAssured.given()
                .header("Deadline", "1m")
                .get(url + "/orders/count")
                .then()
                .statusCode(200);
        operator().post(url + "/pool/pause").then().statusCode(200);
        try {
            RestAssured.given()
                    .header("Deadline", "200ms")
                    .get(url + "/orders/count")
                    .then()
                    .statusCode(500);
            RestAssured.given()
                    .header("Deadline", "202ms")
                    .get(url + "/orders/count-elsewhere")
                    .then()
                    .statusCode(500);
            RestAssured.given()
                    .header("Deadline", "201ms")
                    .body("ink")
                    .post(url + "/orders")
                    .then()
                    .statusCode(500);
        } finally {
            operator().post(url + "/pool/resume").then().statusCode(200);
        }
        String log = EmbeddingBuild.read(WORK.resolve("application.log"));
        assertThat(log.lines().filter(line -> line.contains("the remaining time of the request (header Deadline)")))
                .as("%s", log)
                .anyMatch(line -> line.contains("no lease within"));
        List<Double> waits = get("/pool/waiters/lost").getList("waitedSeconds", Double.class);
        assertThat(waits).as("not two minutes").hasSize(3).allMatch(seconds -> seconds < 60);
    }

    @Test
    @DisplayName("refuses a deadline that is no duration, with the rule")
    void badDeadlineHeader() {
        for (List<String> bad : List.of(List.of("soon"), List.of(""), List.of("-1s"), List.of("1s", "2s"))) {
            Response refused = RestAssured.given()
                    .header("Deadline", bad.get(0), bad.subList(1, bad.size()).toArray())
                    .get(url + "/orders/count");
            refused.then().statusCode(400).contentType("application/problem+json");
            assertThat(refused.jsonPath().getString("parameter")).isEqualTo("Deadline");
            assertThat(refused.jsonPath().getString("detail"))
                    .contains(bad.size() > 1 ? "is given twice" : "must be a duration from 0 s to 36500 days");
        }
    }

    @Test
    @DisplayName("has its own settings instead of the settings of the service")
    void ownSettings() {
        String log = EmbeddingBuild.read(WORK.resolve("application.log"));
        assertThat(log).contains("orders 1 on JVM").doesNotContain("jdbc:h2:mem:sluice");
        assertThat(get("/pool/stats").getInt("maxConnections"))
                .as("Quarkus' own default")
                .isEqualTo(50);
    }

    @Test
    @DisplayName(
            "answers at its own paths under each host and without headers of Sluice, also with a key of the service")
    void ownPages() {
        Response own = RestAssured.given().header("Host", "shop.example").get(url + "/orders/count");
        own.then().statusCode(200);
        assertThat(own.header("X-Frame-Options")).isNull();
        Response api = RestAssured.given().header("Host", "shop.example").get(url + "/pools");
        api.then().statusCode(421);
        assertThat(api.header("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    @DisplayName(
            "The data source is the only difference that a dependency on Sluice makes: answers, paths, error pages,"
                    + " log lines and ports are the same")
    void quiet() throws Exception {
        Observed plain = observe("plain");
        Observed quiet = observe("quiet");

        assertThat(quiet.source()).startsWith("dev.sluice.");
        assertThat(plain.source()).doesNotContain("sluice");
        assertThat(quiet.answers()).isEqualTo(plain.answers());
        assertThat(quiet.log()).isEqualTo(plain.log());
        assertThat(quiet.ports()).isEqualTo(plain.ports());
    }

    @Test
    @DisplayName("A surface that the build of the application has left out is refused at its start, by its key")
    void leftOut() throws Exception {
        Path log = WORK.resolve("refused.log");
        Process refused = start("quiet", log, "-Dsluice.http.enabled=true");

        assertThat(refused.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(1);
        assertThat(EmbeddingBuild.read(log))
                .contains("sluice.http.enabled is true now, and was not at the build of the application");
    }

    @Test
    @DisplayName("X06 a policy that names a check without a bean is refused at the start, by its key")
    void unknownCheck() throws Exception {
        Path log = WORK.resolve("unknown-check.log");
        Process refused = start("app", log, "-Dsluice.pools.default.policy.checks.names=schema-version");

        assertThat(refused.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(1);
        assertThat(EmbeddingBuild.read(log))
                .contains("sluice.pools.default.policy.checks.names must be checks of the application, which has none:"
                        + " 'schema-version'");
    }

    @Test
    @DisplayName(
            "The API moves to the configured path of the management interface, and the paths of the application stay")
    void moved() throws Exception {
        Path log = WORK.resolve("moved.log");
        Process process = start("moved", log, MANAGED);
        try {
            String shop = url(process, log) + "/shop/api";
            String api = management(log) + MOVED;

            isServed(api);
            hasConsole(api);
            isNotServed(shop, url(process, log) + MOVED);
            assertThat(RestAssured.get(shop + "/operations/7").asString()).isEqualTo("operation of the shop: 7");
            RestAssured.get(management(log) + "/shop/api/operations/7").then().statusCode(404);
            String document = RestAssured.get(management(log) + "/q/openapi").asString();
            assertThat(document)
                    .contains(MOVED + "/pools/{name}/stats:", "/shop/api/operations/{id}:")
                    .doesNotContain("~sluice");
        } finally {
            stop(process);
        }
    }

    @Test
    @DisplayName("With sluice.http.management=false, the API stays at the application's port, below its path")
    void movedAtOwnPort() throws Exception {
        Path log = WORK.resolve("moved-own.log");
        Process process = start("moved", log, own());
        try {
            String root = url(process, log);
            isServed(root + MOVED);
            hasConsole(root + MOVED);
            isNotServed(management(log), management(log) + MOVED);
            assertThat(RestAssured.get(root + "/shop/api/operations/7").asString())
                    .isEqualTo("operation of the shop: 7");
        } finally {
            stop(process);
        }
    }

    private static String[] own() {
        return Stream.concat(Stream.of(MANAGED), Stream.of("-Dsluice.http.management=false"))
                .toArray(String[]::new);
    }

    private static String management(Path log) {
        Matcher matcher = MANAGEMENT.matcher(EmbeddingBuild.read(log));
        assertThat(matcher.find()).as("%s", EmbeddingBuild.read(log)).isTrue();
        return matcher.group(1);
    }

    private static RequestSpecification operator() {
        return RestAssured.given().header("Authorization", "Bearer " + TOKEN);
    }

    private static void isServed(String api) {
        Response pools = operator().get(api + "/pools");
        pools.then().statusCode(200);
        assertThat(pools.jsonPath().getList("name")).containsExactly("default");
        Response foreign = operator().header("Origin", "http://evil.example").get(api + "/pools");
        foreign.then().statusCode(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
        operator().get(api + "/pools/default/stats").then().statusCode(200);
        operator().head(api + "/pool/stats").then().statusCode(200);
        assertThat(operator().get(api + "/operations/catalogue").jsonPath().getList("path", String.class))
                .allMatch(path -> path.startsWith(MOVED + "/pools"));

        RestAssured.post(api + "/pool/reset").then().statusCode(401);
        Response begun = operator().header("Prefer", "respond-async").post(api + "/pool/reset?force=true");
        begun.then().statusCode(202);
        assertThat(begun.header("Location")).startsWith(MOVED + "/operations/op_");
        operator().get(URI.create(api).resolve(begun.header("Location"))).then().statusCode(200);
        operator()
                .contentType("application/json")
                .body("{\"failFast\": true}")
                .patch(api + "/pool/policy")
                .then()
                .statusCode(200);

        Response unknown = operator().get(api + "/pool/nothing");
        unknown.then().statusCode(404).contentType("application/problem+json");
        assertThat(unknown.jsonPath().getString("instance")).isEqualTo(MOVED + "/pool/nothing");
        operator().delete(api + "/pools").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
    }

    /** Requires the console at its path, with its files, and with the way from its page to the API. */
    private static void hasConsole(String api) {
        String page = api.substring(0, api.length() - MOVED.length()) + CONSOLE;
        Response found = RestAssured.get(page);
        found.then().statusCode(200).contentType("text/html");
        Matcher way = API_OF_CONSOLE.matcher(found.asString());
        assertThat(way.find()).as("%s", found.asString()).isTrue();
        assertThat(URI.create(page).resolve(way.group(1))).hasToString(api + "/");
        RestAssured.get(page + "assets/app.js").then().statusCode(200).contentType("text/javascript");
        RestAssured.given()
                .redirects()
                .follow(false)
                .get(page.substring(0, page.length() - 1))
                .then()
                .statusCode(308);
        assertThat(RestAssured.get(page.replace(CONSOLE, "/shop/console/")).statusCode())
                .as("the path that the setting replaces")
                .isEqualTo(404);
    }

    /** Requires the application's own answer for unknown paths, at the path of the API and at that of its resources. */
    private static void isNotServed(String application, String api) {
        String root = api.substring(0, api.length() - MOVED.length());
        String unknown = answer(operator().get(application + "/nowhere"));
        for (String path : List.of(
                api + "/pools",
                api + "/pool/stats",
                root + "/shop/api/pools",
                root + "/shop/api/~sluice/pools",
                root + "/shop/api/%7Esluice;x=1/pool/stats")) {
            assertThat(answer(operator().urlEncodingEnabled(false).get(path)))
                    .as(path)
                    .isEqualTo(unknown);
            operator().urlEncodingEnabled(false).post(path).then().statusCode(404);
        }
    }

    /** An application as the outside sees it, without values that differ at each start. */
    private record Observed(String source, Map<String, String> answers, List<String> log, int ports) {}

    private static Observed observe(String module) throws Exception {
        Path log = WORK.resolve(module + ".log");
        Process process = start(module, log, "-Dquarkus.vertx.max-event-loop-execute-time=5M");
        try {
            String root = url(process, log);
            String source = RestAssured.get(root + "/number/type").asString();
            Map<String, String> answers = new LinkedHashMap<>();
            for (String path : SEEN) {
                for (Method method : List.of(Method.GET, Method.POST, Method.OPTIONS)) {
                    answers.put(method + " " + path, answer(RestAssured.given().request(method, root + path)));
                }
            }
            int ports = ListeningPorts.of(process.pid());
            stop(process);
            return new Observed(source, answers, lines(log), ports);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String answer(Response response) {
        return response.statusCode() + " " + response.headers() + " "
                + response.asString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}-\\d+", "<id>");
    }

    /** Returns the lines of a log without times, and without ports. */
    private static List<String> lines(Path log) {
        return EmbeddingBuild.read(log)
                .lines()
                .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\d \\S+", "<time>")
                        .replaceAll("\\d+\\.\\d{3}s", "<time>")
                        .replaceAll(":\\d+$", ":<port>")
                        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}-\\d+", "<id>")
                        .replaceAll("\\((main|Shutdown thread|executor-thread-\\d+)\\)", "(<thread>)"))
                .filter(line -> !line.startsWith("\tat "))
                .toList();
    }

    @Test
    @DisplayName(
            "B4 is built beside the service, which with 128 MB answers probes and reads among 1,500 clients that do"
                    + " not read")
    void smallMemory() throws Exception {
        Path log = WORK.resolve("small.log");
        Process small = start("sluice", log, "-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-Dsluice.demonstration=true");
        List<Socket> deaf = new ArrayList<>();
        try {
            URI service = URI.create(url(small, log));
            fillEvents(service);
            byte[] ask = ("GET /pool/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
                            + "\r\n\r\n")
                    .repeat(20)
                    .getBytes(UTF_8);
            for (int i = 0; i < DEAF; i++) {
                deaf.add(deaf(service, ask));
            }
            assertThat(status(service, "/q/health/live")).isEqualTo(200);
            await("reads are answered again")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> status(service, "/pool/stats") == 200);
            assertThat(small.isAlive()).as("%s", EmbeddingBuild.read(log)).isTrue();
        } finally {
            for (Socket each : deaf) {
                each.close();
            }
            stop(small);
        }
        assertThat(EmbeddingBuild.read(log)).doesNotContain("OutOfMemoryError");
    }

    private static void fillEvents(URI service) {
        for (int i = 0; i < 100 && events(service) < 1000; i++) {
            RestAssured.given()
                    .header("Authorization", "Bearer " + TOKEN)
                    .post(service + "/pool/reset")
                    .then()
                    .statusCode(200);
        }
    }

    private static int events(URI service) {
        return operator()
                .get(service + "/pool/events?limit=1000")
                .jsonPath()
                .getList("$")
                .size();
    }

    private static Socket deaf(URI service, byte[] ask) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2048);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), LIMIT_MILLIS);
        try {
            socket.getOutputStream().write(ask);
        } catch (IOException e) {
            // the service has refused the first requests and closed the connection
        }
        return socket;
    }

    private static int status(URI service, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) service.resolve(path).toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new AssertionError("no answer to " + path + " within 120 s", e);
        }
    }
}
