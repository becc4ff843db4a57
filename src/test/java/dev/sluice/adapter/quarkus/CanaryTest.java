package dev.sluice.adapter.quarkus;

import static dev.sluice.testing.Canaries.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Canaries;
import dev.sluice.testing.Operator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(CanaryTest.Profile.class)
@Timeout(300)
@Tag("service")
class CanaryTest {

    private static final Path DIRECTORY = Path.of("target", "canary").toAbsolutePath();
    private static final Path LOG = DIRECTORY.resolve("service.log");
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
    private static final int LEAST = 60;

    /** A service with secrets in its configuration, whose log has everything, and whose files are in one directory. */
    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Canaries planted = new Canaries();
            Map<String, String> config = configured(planted);
            try {
                delete(DIRECTORY);
                Files.createDirectories(DIRECTORY);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            config.put("quarkus.log.console.level", "ERROR");
            config.put("quarkus.log.file.rotation.max-file-size", "200M");
            config.putAll(Map.of(
                    "quarkus.log.min-level", "TRACE",
                    "quarkus.log.level", "TRACE",
                    "quarkus.log.category.\"dev.sluice\".level", "TRACE",
                    "quarkus.log.category.\"dev.sluice.audit\".level", "TRACE",
                    "quarkus.log.category.\"org.apache.http\".level", "OFF", // the client of this test
                    "quarkus.log.file.enable", "true",
                    "quarkus.log.file.path", LOG.toString(),
                    "sluice.pools-file", DIRECTORY.resolve("pools.properties").toString(),
                    "sluice.audit.directory", DIRECTORY.resolve("audit").toString(),
                    "sluice.batch.directory", DIRECTORY.resolve("batches").toString()));
            return config;
        }
    }

    /** Plants the secrets of the configuration; the second call, in the test, plants the same ones. */
    private static Map<String, String> configured(Canaries planted) {
        Map<String, String> config = new HashMap<>();
        config.put(
                "sluice.pools.default.url",
                "jdbc:h2:mem:canary;DB_CLOSE_DELAY=-1;INIT=SELECT '" + planted.mild("INIT of H2") + "'");
        config.put("sluice.pools.default.username", "sa");
        config.put("sluice.pools.default.password", escaped(planted.marked("password")));
        config.put("sluice.pools.default.initial-sql", "SELECT '" + planted.mild("initial-sql") + "'");
        config.put("sluice.pools.default.validation-query", "SELECT '" + planted.mild("validation-query") + "'");
        config.put("sluice.pools.default.session-reset", "query");
        config.put("sluice.pools.default.session-reset-query", "SELECT '" + planted.mild("session-reset-query") + "'");
        // a database that refuses the statement, whose message quotes it
        config.put("sluice.pools.wrong.url", "jdbc:h2:mem:wrong;DB_CLOSE_DELAY=-1");
        config.put("sluice.pools.wrong.initial-sql", "ALTER USER x IDENTIFIED BY " + planted.plain("identified by"));
        // a driver that refuses the parameters, whose message quotes them
        config.put(
                "sluice.pools.refused.url",
                "jdbc:h2:mem:refused;" + planted.plain("name of a parameter of H2") + "=1;PASSPHRASE="
                        + planted.mild("passphrase of H2"));
        // a server that is not there, and a driver that logs everything
        config.put(
                "sluice.pools.dead.url",
                "jdbc:postgresql://127.0.0.1:1/orders?apiKey=" + encoded(planted.marked("apiKey in a URL"))
                        + "&pass%70hrase=" + planted.mild("encoded key in a URL") + "&user=app&password="
                        + encoded(planted.marked("password in a URL"))
                        + "&connectTimeout=1&loginTimeout=1");
        config.put("sluice.pools.dead.driver-properties.passphrase", escaped(planted.marked("passphrase")));
        config.put("sluice.pools.dead.driver-properties.apiKey", planted.mild("apiKey"));
        config.put("sluice.pools.dead.driver-properties.sslpassword", planted.mild("sslpassword"));
        config.put("sluice.pools.dead.driver-properties.accessToken", planted.mild("accessToken"));
        config.put("sluice.pools.dead.secret", "dead");
        config.put("sluice.secrets.dead", escaped(planted.marked("a named secret")));
        config.put("sluice.secrets.unused", planted.mild("an unused secret"));
        // user and password where the driver takes them for a host
        config.put(
                "sluice.pools.mistaken.url", "jdbc:postgresql://app:" + planted.plain("user info") + "@127.0.0.1:1/x");
        for (String pool : List.of("wrong", "refused", "dead", "mistaken")) {
            config.put("sluice.pools." + pool + ".min-size", "1");
            config.put("sluice.pools." + pool + ".max-size", "2");
        }
        return config;
    }

    /** Returns the text as a configuration needs it, where a backslash and a dollar sign have a meaning. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\");
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private final Canaries planted = new Canaries();
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final List<String> notifications = Collections.synchronizedList(new ArrayList<>());

    @Test
    @DisplayName("none of 60 secrets, in configuration and requests, is on any surface, in any log line, or in a file")
    void canaries() throws Exception {
        configured(planted);
        NotificationListener listener =
                (note, back) -> notifications.add(text(note.getMessage()) + text(note.getUserData()));
        for (ObjectName bean : beans()) {
            try {
                BEANS.addNotificationListener(bean, listener, null, null);
            } catch (RuntimeException e) {
                // the bean sends none
            }
        }
        creations();
        moves();
        parameters();
        headers();
        policies();
        overJmx();
        assertThat(planted.size()).isGreaterThanOrEqualTo(LEAST);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/operations?limit=1000")).doesNotContain("\"RUNNING\"", "\"QUEUED\""));
        readRest();
        readJmx();
        seen.put("notifications", String.join("\n", notifications));
        seen.put(
                "threads",
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .collect(Collectors.joining("\n")));
        readFiles();

        Map<String, List<String>> found = new TreeMap<>();
        seen.forEach((surface, text) -> {
            List<String> names = planted.in(text);
            if (!names.isEmpty()) {
                found.put(surface, names);
            }
        });
        assertThat(seen).hasSizeGreaterThan(100);
        assertThat(seen.get("file " + LOG.getFileName())).contains("org.postgresql", "TRACE");
        assertThat(found).isEmpty();
    }

    private RequestSpecification request() {
        return Operator.given().contentType("application/json");
    }

    private void note(String what, Response answer) {
        assertThat(answer.statusCode()).as(what + ": " + answer.asString()).isNotEqualTo(500);
        seen.put("answer to " + what, answer.statusCode() + answer.headers().toString() + answer.asString());
    }

    private void create(String what, Map<String, Object> settings) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "planted", "url", "jdbc:h2:mem:planted"));
        body.putAll(settings);
        note(what, request().body(new JsonObject(body).encode()).post("/pools"));
        note("deletion after " + what, request().delete("/pools/planted"));
    }

    private void creations() {
        create("username", Map.of("username", planted.marked("username"), "password", "x"));
        create("new password", Map.of("username", "sa", "password", planted.marked("password of a new pool")));
        create("secret", Map.of("secret", planted.plain("value of secret")));
        create("unknown setting", Map.of(planted.plain("name of a setting"), planted.plain("value of an unknown one")));
        create("number", Map.of("maxSize", planted.plain("a number")));
        create("duration", Map.of("acquisitionTimeout", planted.marked("a duration")));
        create("choice", Map.of("sessionReset", planted.plain("a choice")));
        create("driver", Map.of("driver", planted.plain("driver")));
        create("property", Map.of("driverProperties", Map.of(planted.plain("name of a property"), "x")));
        create("value of a property", Map.of("driverProperties", Map.of("token", planted.mild("value of a property"))));
        create("SQL", Map.of("initialSql", "SELECT '" + planted.mild("SQL of a request") + "'"));
        create("validation", Map.of("validationQuery", "SELECT '" + planted.mild("validation of a request") + "'"));
        create("name", Map.of("name", planted.marked("name of a pool")));
        create("rule", Map.of("admission", Map.of("aging", planted.plain("a rule"))));
        create("name of a rule", Map.of("admission", Map.of(planted.plain("name of a rule"), "1")));
        create("nested", Map.of("maxSize", Map.of(planted.plain("nested name"), "1")));
        create("persistent", Map.of("persist", true, "username", "sa", "password", planted.mild("kept password")));
        note(
                "kept pool",
                request()
                        .body("{\"name\":\"kept\",\"url\":\"jdbc:h2:mem:kept\",\"persist\":true}")
                        .post("/pools"));
        List<String> urls = List.of(
                "jdbc:postgresql://app:" + planted.mild("user info of PostgreSQL") + "@127.0.0.1:1/x",
                "jdbc:postgresql://127.0.0.1:1/x?password=" + encoded(planted.marked("parameter of PostgreSQL")),
                "jdbc:postgresql://127.0.0.1:1/" + planted.mild("database of PostgreSQL"),
                "jdbc:postgresql://127.0.0.1:1/x?" + planted.plain("name of a parameter") + "=1",
                "jdbc:mysql://127.0.0.1:1/x?password=" + planted.mild("parameter of MySQL"),
                "jdbc:mysql://(host=127.0.0.1,password=" + planted.mild("address of MySQL") + ")/x",
                "jdbc:mariadb://127.0.0.1:1/x?sslKeyStorePassword=" + planted.mild("parameter of MariaDB"),
                "jdbc:oracle:thin:scott/" + planted.mild("Oracle thin") + "@//127.0.0.1:1/x",
                "jdbc:oracle:thin:scott/" + planted.plain("Oracle thin with SID") + "@127.0.0.1:1:x",
                "jdbc:sqlserver://127.0.0.1:1;user=sa;password={" + planted.mild("SQL Server") + "}",
                "jdbc:h2:mem:x;INIT=CREATE USER x PASSWORD '" + planted.mild("INIT of a request") + "'",
                "jdbc:h2:file:/tmp/" + planted.plain("file of H2") + ";CIPHER=AES",
                "jdbc:other:" + planted.plain("unknown driver"),
                planted.marked("no URL"));
        for (String url : urls) {
            create("URL " + urls.indexOf(url), Map.of("url", url, "username", "app", "password", "x"));
            note("move " + urls.indexOf(url), move(Map.of("url", url, "username", "app", "password", "x")));
        }
        note(
                "malformed JSON",
                request()
                        .body("{\"name\": " + planted.plain("malformed JSON") + "}")
                        .post("/pools"));
        String twice = "\"" + planted.plain("a name twice") + "\":1";
        note("a name twice", request().body("{" + twice + "," + twice + "}").post("/pools"));
    }

    private Response move(Map<String, Object> body) {
        return request().body(new JsonObject(new HashMap<>(body)).encode()).post("/pool/switch-endpoint");
    }

    private void moves() {
        note(
                "move with a password",
                move(Map.of(
                        "url",
                        "jdbc:h2:mem:canary",
                        "username",
                        "app",
                        "password",
                        planted.marked("password of a move"))));
        note("unknown parameter", move(Map.of("url", "jdbc:h2:mem:canary", planted.plain("name of a field"), "1")));
        String wrong = new JsonObject(Map.of(
                        "username",
                        planted.marked("user of a rotation"),
                        "password",
                        planted.marked("password of a rotation")))
                .encode();
        note("rotation", request().body(wrong).post("/pool/rotate-credentials"));
        note(
                "password in the query",
                request()
                        .queryParam("password", planted.marked("password in the query"))
                        .post("/pool/rotate-credentials"));
    }

    private void parameters() {
        note(
                "connection",
                request()
                        .queryParam("connection", planted.marked("a connection"))
                        .post("/pool/release"));
        note(
                "tenant",
                request().queryParam("tenant", planted.marked("a tenant")).post("/pool/release"));
        note("tag", request().queryParam("tag", "a:" + planted.marked("a tag")).post("/pool/expire"));
        note("dryRun", request().queryParam("dryRun", planted.marked("a flag")).post("/pool/reset"));
        note(
                "deadline",
                request().queryParam("deadline", planted.marked("a deadline")).post("/pool/reset"));
        note(
                "unknown query",
                request().queryParam(planted.plain("name of a query"), "1").post("/pool/reset"));
    }

    private void headers() {
        String key = planted.marked("Idempotency-Key");
        note("key", request().header("Idempotency-Key", key).post("/pool/expire"));
        note("key again", request().header("Idempotency-Key", key).post("/pool/reset"));
        note(
                "actor",
                request().header("Sluice-Actor", planted.marked("Sluice-Actor")).post("/pool/expire"));
        note(
                "origin",
                request()
                        .header("Origin", "https://" + planted.marked("Origin"))
                        .post("/pool/expire"));
        note("prefer", request().header("Prefer", planted.mild("Prefer")).post("/pool/expire"));
        note("accept", request().header("X-Api-Key", planted.mild("X-Api-Key")).get("/pool/stats"));
        String jwt = base64("{\"alg\":\"none\"}") + "." + base64("{\"sub\":\"" + planted.plain("JWT") + "\"}") + ".x";
        for (String credentials : List.of(
                "Bearer " + planted.plain("token"),
                "Bearer " + jwt,
                "Basic " + base64("app:" + planted.marked("password of Basic")),
                "Basic " + base64("$2a$10$" + planted.plain("password hash") + ":x"))) {
            note(
                    "credentials " + seen.size(),
                    io.restassured.RestAssured.given()
                            .header("Authorization", credentials)
                            .post("/pool/reset"));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void policies() {
        note(
                "value of a rule",
                request()
                        .body(new JsonObject(Map.of("aging", planted.marked("value of a policy"))).encode())
                        .put("/pool/policy"));
        note(
                "rule",
                request()
                        .body("{\"" + planted.plain("name in a policy") + "\":1}")
                        .put("/pool/policy"));
        note(
                "batch",
                request()
                        .body("{\"sql\":\"ALTER USER x PASSWORD '" + planted.mild("SQL of a batch") + "'\"}")
                        .post("/batches"));
        note(
                "field of a batch",
                request()
                        .body("{\"" + planted.plain("field of a batch") + "\":1}")
                        .post("/batches"));
    }

    private void overJmx() throws Exception {
        call(
                "dev.sluice:type=PoolManager",
                "createPool",
                "planted",
                "jdbc:postgresql://127.0.0.1:1/x?password=" + planted.mild("URL over JMX"),
                planted.marked("username over JMX"),
                planted.marked("password over JMX"),
                "max-size=" + planted.plain("size over JMX"));
        call(
                "dev.sluice:type=PoolManager",
                "operate",
                "default",
                "switch-endpoint",
                "url=jdbc:oracle:thin:scott/" + planted.plain("Oracle over JMX") + "@db:1:x");
        call("dev.sluice:type=PoolManager", "operate", "default", planted.marked("operation over JMX"), "");
        call("dev.sluice:type=PoolManager", "operate", planted.marked("pool over JMX"), "reset", "");
        call("dev.sluice:type=PoolManager", "operate", "default", "reset", planted.plain("parameter over JMX") + "=1");
    }

    private void call(String bean, String operation, Object... arguments) throws Exception {
        ObjectName name = new ObjectName(bean);
        String[] types = Arrays.stream(BEANS.getMBeanInfo(name).getOperations())
                .filter(each -> each.getName().equals(operation) && each.getSignature().length == arguments.length)
                .map(MBeanOperationInfo::getSignature)
                .map(signature -> Arrays.stream(signature)
                        .map(MBeanParameterInfo::getType)
                        .toArray(String[]::new))
                .findFirst()
                .orElseThrow();
        try {
            seen.put("JMX " + operation + seen.size(), text(BEANS.invoke(name, operation, arguments, types)));
        } catch (Exception e) {
            StringBuilder all = new StringBuilder();
            for (Throwable next = e; next != null; next = next.getCause()) {
                all.append(next).append('\n');
            }
            seen.put("JMX " + operation + seen.size(), all.toString());
        }
    }

    private String get(String path) {
        Response answer = request().get(path);
        String text = answer.statusCode() + answer.headers().toString() + answer.asString();
        seen.put("GET " + path, text);
        return answer.asString();
    }

    /** Reads every path of the OpenAPI document, for each pool and some operations, and the paths of Quarkus. */
    private void readRest() {
        Map<String, Map<String, Object>> paths =
                Operator.given().get("/q/openapi?format=json").jsonPath().getMap("paths");
        List<String> operations =
                Operator.given().get("/operations?limit=1000").jsonPath().getList("id");
        assertThat(operations).hasSizeGreaterThan(10);
        paths.forEach((path, methods) -> {
            if (!methods.containsKey("get") || path.endsWith("/events") && path.startsWith("/operations")) {
                return;
            }
            if (path.contains("{name}")) {
                List.of("default", "wrong", "refused", "dead", "mistaken", "kept")
                        .forEach(pool -> get(path.replace("{name}", pool)));
            } else if (path.contains("/operations/{id}")) {
                operations.forEach(id -> get(path.replace("{id}", id)));
            } else {
                get(path.replace("{id}", "1"));
            }
        });
        List.of(
                        "/pool/events?limit=1000",
                        "/pools/dead/events?limit=1000",
                        "/pools/wrong/events?limit=1000",
                        "/pools/refused/events?limit=1000",
                        "/pools/mistaken/events?limit=1000",
                        "/operations?limit=1000",
                        "/pool/waiters?stacks=true&statements=true",
                        "/q/health",
                        "/q/health/ready",
                        "/q/health/live",
                        "/q/health/started",
                        "/q/metrics",
                        "/q/openapi")
                .forEach(this::get);
    }

    private static Set<ObjectName> beans() throws Exception {
        return BEANS.queryNames(new ObjectName("dev.sluice:*"), null);
    }

    private void readJmx() throws Exception {
        assertThat(beans()).hasSizeGreaterThan(3);
        for (ObjectName bean : beans()) {
            MBeanInfo info = BEANS.getMBeanInfo(bean);
            seen.put("JMX " + bean, info.toString());
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                seen.put(
                        "JMX " + bean + " " + attribute.getName(), text(BEANS.getAttribute(bean, attribute.getName())));
            }
        }
    }

    private void readFiles() throws IOException {
        try (Stream<Path> all = Files.walk(DIRECTORY)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                seen.put("file " + file.getFileName(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(CanaryTest::text).collect(Collectors.joining("\n"));
        }
        return value instanceof CompositeData data
                ? data.values().stream().map(CanaryTest::text).collect(Collectors.joining("\n"))
                : String.valueOf(value);
    }
}
