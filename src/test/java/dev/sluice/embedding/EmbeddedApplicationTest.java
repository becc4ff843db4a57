package dev.sluice.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Builds Sluice as a jar and, with that as a dependency, an application of its own, as its users do: by Maven, from
 * {@code src/test/embedding}. The application has an entity, a REST resource and a data source, and starts as a process.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("An application that has Sluice as a dependency and configures nothing but its data source")
class EmbeddedApplicationTest {

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Path WORK = Path.of("target", "embedding");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final int BUILD_MINUTES = 8;

    private static Process application;
    private static String url;

    @BeforeAll
    static void buildAndStart() throws Exception {
        copy(Path.of("src", "test", "embedding"), WORK);
        copy(Path.of("src", "main"), WORK.resolve("sluice/src/main"));
        Files.copy(Path.of("pom.xml"), WORK.resolve("sluice/pom.xml"));
        build();
        start();
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> old = Files.walk(to)) {
                old.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
            }
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }

    private static void build() throws Exception {
        boolean windows = File.separatorChar == '\\';
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                        .toString(),
                "-B",
                "-q",
                "-DskipTests",
                "-Dspotless.check.skip",
                "package"));
        for (String version : List.of("quarkus.platform.version", "agroal.version")) {
            if (System.getProperty(version) != null) {
                command.add("-D" + version + "=" + System.getProperty(version));
            }
        }
        File log = WORK.resolve("build.log").toFile();
        Process build = process(command, log);
        assertThat(build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as("%s", read(log.toPath())).isZero();
    }

    private static void start() throws Exception {
        File log = WORK.resolve("application.log").toFile();
        application = process(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=0",
                        "-Dsluice.http.operator-token=" + TOKEN,
                        "-jar",
                        Path.of("app", "target", "quarkus-app", "quarkus-run.jar")
                                .toString()),
                log);
        Await.until("it listens, or has ended", () -> !application.isAlive() || isListening(log.toPath()));
        assertThat(isListening(log.toPath())).as("%s", read(log.toPath())).isTrue();
        Matcher matcher = LISTENING.matcher(read(log.toPath()));
        assertThat(matcher.find()).isTrue();
        url = matcher.group(1);
    }

    private static Process process(List<String> command, File log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        builder.environment().remove("MAVEN_ARGS");
        return builder.start();
    }

    private static boolean isListening(Path log) {
        return LISTENING.matcher(read(log)).find();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (application != null) {
            application.destroy();
            if (!application.waitFor(30, TimeUnit.SECONDS)) {
                application.destroyForcibly();
            }
        }
    }

    private static JsonPath get(String path) {
        return RestAssured.get(url + path).then().statusCode(200).extract().jsonPath();
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
        JsonPath stats = get("/pool/stats");
        assertThat(stats.getLong("counters.acquired") - before)
                .as("each of two inserts, a query and a count has acquired one")
                .isGreaterThanOrEqualTo(4);
        assertThat(stats.getInt("inUse")).isZero();
        assertThat(get("/q/health/ready").getList("checks.name")).contains("Sluice pools");
        assertThat(RestAssured.get(url + "/q/metrics").asString()).contains("agroal_acquire_count");
    }

    @Test
    @DisplayName("can be operated while it runs")
    void operated() {
        List<String> before = get("/pool/connections").getList("id");

        RestAssured.post(url + "/pool/reset").then().statusCode(401);
        Response reset =
                RestAssured.given().header("Authorization", "Bearer " + TOKEN).post(url + "/pool/reset");

        reset.then().statusCode(200);
        assertThat(reset.jsonPath().getList("retired", String.class)).containsExactlyElementsOf(before);
        assertThat(RestAssured.get(url + "/orders").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("has its own settings, not those of the service")
    void ownSettings() {
        String log = read(WORK.resolve("application.log"));
        assertThat(log).contains("orders 1 on JVM").doesNotContain("jdbc:h2:mem:sluice");
        assertThat(get("/pool/stats").getInt("maxConnections"))
                .as("Quarkus' own default")
                .isEqualTo(50);
    }
}
