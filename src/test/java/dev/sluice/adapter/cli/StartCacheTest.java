package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and its start cache, with a program in the place of Java that prints its arguments. */
@Timeout(60)
@Tag("service")
@DisabledOnOs(OS.WINDOWS) // the launcher is a script for a POSIX shell
class StartCacheTest {

    @TempDir
    Path directory;

    private Path home;
    private Path java;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(directory.resolve("a home")).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("cache"));
        Files.copy(Path.of("src/build/bin/sluice"), home.resolve("bin/sluice"));
        Files.createFile(home.resolve("quarkus-run.jar"));
        java = directory.resolve("java home");
        Files.createDirectories(java.resolve("bin"));
    }

    private void installJava(String version, String program) throws IOException {
        Files.writeString(java.resolve("release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\n" + program + "\n");
        assertThat(java.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    }

    private Path cache(String name, Instant time) throws IOException {
        Path cache = Files.writeString(home.resolve("cache").resolve(name), "classes");
        Files.writeString(Path.of(cache + ".size"), Files.size(cache) + "\n");
        Files.setLastModifiedTime(cache, FileTime.from(time));
        return cache;
    }

    private List<String> run(Map<String, String> environment, String... words) throws Exception {
        Path out = directory.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", home.resolve("bin/sluice").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.command().addAll(List.of(words));
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.contains("JAVA_"));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out);
    }

    private String application() {
        return home.resolve("quarkus-run.jar").toString();
    }

    @Test
    @DisplayName("a start cache of this Java is read by the service")
    void used() throws Exception {
        installJava("25.0.3+9-LTS", "printf '%s\\n' \"$@\"");
        Path cache = cache("start-java25.0.3+9-LTS.aot", Instant.now());
        assertThat(run(Map.of("JAVA_OPTS", "-Xmx1g")))
                .containsExactly("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xmx1g", "-jar", application());
        installJava("17.0.20+8", "printf '%s\\n' \"$@\"");
        Path archive = cache("start-java17.0.20+8.jsa", Instant.now());
        assertThat(run(Map.of()))
                .containsExactly("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-jar", application());
    }

    @Test
    @DisplayName(
            "a start cache of another Java, of an earlier application or without its end is not read, and none if it is off")
    void ignored() throws Exception {
        installJava("25.0.4+1", "printf '%s\\n' \"$@\"");
        cache("start-java25.0.3+9-LTS.aot", Instant.now());
        assertThat(run(Map.of())).containsExactly("-jar", application());
        cache("start-java25.0.4+1.aot", Instant.EPOCH);
        assertThat(run(Map.of())).containsExactly("-jar", application());
        cache("start-java25.0.4+1.aot", Instant.now());
        Files.writeString(home.resolve("cache/start-java25.0.4+1.aot.size"), "8\n");
        assertThat(run(Map.of())).as("a cache without its end").containsExactly("-jar", application());
        cache("start-java25.0.4+1.aot", Instant.now());
        assertThat(run(Map.of("SLUICE_CACHE", "off"))).containsExactly("-jar", application());
        assertThat(run(Map.of("JAVA_OPTS", "-XX:AOTCache=mine")))
                .containsExactly("-XX:AOTCache=mine", "-jar", application());
    }

    @Test
    @DisplayName("a start cache is made by a rehearsal that reads nothing of the environment")
    void made() throws Exception {
        installJava("25.0.4+1", "env > \"${1#*=}\"");
        Path cache = home.resolve("cache/start-java25.0.4+1.aot");
        assertThat(run(Map.of("SLUICE_POOLS_DEFAULT_URL", "jdbc:postgresql://db/orders"), "start-cache"))
                .containsExactly("sluice: made " + cache);
        assertThat(Files.readString(cache))
                .contains("HOME=" + home.resolve("cache"))
                .doesNotContain("SLUICE_", "jdbc:");
        try (var files = Files.list(home.resolve("cache"))) {
            assertThat(files).containsExactlyInAnyOrder(cache, Path.of(cache + ".size"));
        }
        installJava("25.0.4+1", "printf '%s\\n' \"$@\"");
        assertThat(run(Map.of())).first().isEqualTo("-XX:AOTCache=" + cache);
    }

    @Test
    @DisplayName("no start cache is made by a rehearsal that fails, whose output stays")
    void failed() throws Exception {
        installJava("17.0.20+8", "echo no memory; exit 1");
        List<String> lines = run(Map.of(), "start-cache");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("sluice: the rehearsal of the start has failed, see ");
        assertThat(Path.of(lines.get(0).replaceAll(".* see ", ""))).hasContent("no memory");
        assertThat(home.resolve("cache/start-java17.0.20+8.jsa")).doesNotExist();
    }
}
