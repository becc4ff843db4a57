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

/** The container's entrypoint, with a program in the place of the JVM that prints its arguments. */
@Timeout(60)
@Tag("service")
@DisabledOnOs(OS.WINDOWS) // the entrypoint is a script for a POSIX shell, which Windows does not have
class EntrypointTest {

    @TempDir
    private Path directory;

    private String output;

    @BeforeEach
    void replaceJava() throws IOException {
        Path java = directory.resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        Path result = directory.resolve("output.txt");
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = "docker/entrypoint.sh";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(result.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.equals("JAVA_OPTS"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
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

        assertThat(run(environment, "do", "--list")).isZero();
        assertThat(output.lines()).containsExactly("-Xmx1g", "-Da=b", "-jar", "docker/quarkus-run.jar", "do", "--list");
    }

    @Test
    void options_are_not_needed() throws Exception {
        assertThat(run(Map.of())).isZero();
        assertThat(output.lines()).containsExactly("-jar", "docker/quarkus-run.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLUICE_JMX_PORT", "SLUICE_JMX_HOST", "SLUICE_JMX_PASSWORD_FILE", "SLUICE_JMX_ACCESS_FILE"})
    void a_setting_of_the_connector_of_the_jdk_is_refused_by_name(String name) throws Exception {
        assertThat(run(Map.of(name, "9010"))).isEqualTo(1);
        assertThat(output)
                .startsWith("entrypoint.sh: " + name + " is not read any more; use SLUICE_JMX_REMOTE_ENABLED");
    }
}
