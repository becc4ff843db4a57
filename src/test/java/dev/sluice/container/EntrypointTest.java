package dev.sluice.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The container's entrypoint, at its place in the image, with a program in the place of the JVM that prints its arguments. */
@Timeout(60)
@Tag("service")
@DisabledOnOs(OS.WINDOWS) // the entrypoint is a script for a POSIX shell, which Windows does not have
class EntrypointTest {

    @TempDir
    private Path directory;

    private String output;

    private Path application;

    @BeforeEach
    void install() throws IOException {
        application = directory.toRealPath().resolve("app");
        Files.createDirectories(application.resolve("bin"));
        Files.createDirectories(application.resolve("cache"));
        copy(Path.of("docker/entrypoint.sh"), application);
        copy(Path.of("src/build/bin/sluice"), application.resolve("bin"));
        Files.createFile(application.resolve("quarkus-run.jar"));
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private static void copy(Path script, Path to) throws IOException {
        Path copy = Files.copy(script, to.resolve(script.getFileName()));
        assertThat(copy.toFile().setExecutable(true)).isTrue();
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        Path result = directory.resolve("output.txt");
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = application.resolve("entrypoint.sh").toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(result.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.contains("JAVA_"));
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        output = Files.readString(result, StandardCharsets.UTF_8);
        return process.exitValue();
    }

    @Test
    void the_jvm_gets_its_options_and_no_connector_of_the_jdk() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_OPTS", "-Xmx1g -Da=b"));
        environment.put("SLUICE_JMX_REMOTE_ENABLED", "true");

        assertThat(run(environment)).isZero();
        assertThat(output.lines()).containsExactly("-Xmx1g", "-Da=b", "-jar", jar());
    }

    private String jar() {
        return application.resolve("quarkus-run.jar").toString();
    }

    @Test
    void options_are_not_needed() throws Exception {
        assertThat(run(Map.of())).isZero();
        assertThat(output.lines()).containsExactly("-jar", jar());
    }

    @Test
    void the_service_reads_the_start_cache_of_the_image_unless_it_is_off() throws Exception {
        Files.writeString(directory.resolve("java/release"), "JAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\n");
        Path cache = Files.writeString(application.resolve("cache/start-java25.0.3+9-LTS.aot"), "classes");
        Files.writeString(Path.of(cache + ".size"), Files.size(cache) + "\n");
        String options = "-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"; // those of the image

        assertThat(run(Map.of("JAVA_OPTS", options))).isZero();
        assertThat(output.lines())
                .containsExactly(
                        "-XX:AOTCache=" + cache,
                        "-Xlog:aot*=off",
                        "-XX:MaxRAMPercentage=70",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-jar",
                        jar());
        assertThat(run(Map.of("SLUICE_CACHE", "off"))).isZero();
        assertThat(output.lines()).containsExactly("-jar", jar());
    }

    @Test
    void the_image_makes_the_cache_after_all_files_of_the_application() throws IOException {
        String image = Files.readString(Path.of("docker/Dockerfile.jvm"), StandardCharsets.UTF_8);
        assertThat(image).contains("RUN bin/sluice start-cache\n");
        assertThat(image.indexOf("RUN bin/sluice start-cache")).isGreaterThan(image.lastIndexOf("\nCOPY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLUICE_JMX_PORT", "SLUICE_JMX_HOST", "SLUICE_JMX_PASSWORD_FILE", "SLUICE_JMX_ACCESS_FILE"})
    void a_setting_of_the_connector_of_the_jdk_is_refused_by_name(String name) throws Exception {
        assertThat(run(Map.of(name, "9010"))).isEqualTo(1);
        assertThat(output)
                .startsWith("entrypoint.sh: " + name + " is not read any more; use SLUICE_JMX_REMOTE_ENABLED");
    }
}
