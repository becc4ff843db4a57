package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the distribution, in a directory laid out as the build does, against a running service. */
@QuarkusTest
@Timeout(120)
@Tag("service")
@DisabledOnOs(OS.WINDOWS) // the launcher is a script for a POSIX shell
class LauncherTest {

    private static final Path CLASSES = Path.of("target", "classes");

    @TempDir
    Path directory;

    @TestHTTPResource("/")
    String url;

    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = directory.resolve("a home");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("app"));
        Files.createDirectories(home.resolve("lib/main"));
        Files.copy(Path.of("src/build/bin/sluice"), home.resolve("bin/sluice"));
        Files.createFile(home.resolve("quarkus-run.jar"));
        assertThat(home.resolve("bin/sluice").toFile().setExecutable(true)).isTrue();
    }

    /** Adds the application and the libraries of the class path that the launcher names. */
    private void installClasses() throws IOException {
        try (OutputStream out = Files.newOutputStream(home.resolve("app/sluice.jar"));
                ZipOutputStream jar = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(CLASSES.resolve("dev"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new ZipEntry(CLASSES.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        for (Class<?> type : List.of(
                picocli.CommandLine.class,
                com.fasterxml.jackson.core.JsonFactory.class,
                com.fasterxml.jackson.databind.JsonNode.class,
                com.fasterxml.jackson.annotation.JsonCreator.class)) {
            Path jar = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().getPath());
            String group = type == picocli.CommandLine.class ? "info.picocli." : "com.fasterxml.jackson.core.";
            Files.copy(jar, home.resolve("lib/main").resolve(group + jar.getFileName()));
        }
    }

    private Ran run(Map<String, String> environment, Path script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.startsWith("JAVA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_URL", url.replaceAll("/$", ""));
        builder.environment().put("SLUICE_CACHE", directory.resolve("cache").toString());
        // the token of another service of this user would be refused
        builder.environment()
                .put(
                        "SLUICE_SECURITY_ADMIN_TOKEN_FILE",
                        directory.resolve("none").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path launcher() {
        return home.resolve("bin/sluice");
    }

    @Test
    @DisplayName("a look runs without the application, and its class archive belongs to the user only")
    void look() throws Exception {
        installClasses();
        Ran stats = run(Map.of(), launcher(), "stats", "--timeout", "60");
        assertThat(stats.err()).isEmpty();
        assertThat(stats.code()).isZero();
        assertThat(stats.lines()).first().asString().matches("pool +default");
        List<Path> archives;
        try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
            archives = files.filter(Files::isRegularFile).toList();
        }
        assertThat(archives).hasSize(1);
        assertThat(archives.get(0)).isNotEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archives.get(0))))
                .endsWith("------");
        // with -Xshare:on the JVM ends with an error unless it can use the archive
        Ran shared = run(Map.of("SLUICE_JAVA_OPTS", "-Xshare:on"), launcher(), "pools", "--timeout", "60");
        assertThat(shared.code()).isZero();
        assertThat(shared.lines()).anyMatch(line -> line.startsWith("default "));
        Ran unknown = run(Map.of("SLUICE_CACHE", "off"), launcher(), "stats", "nobody", "--timeout", "60");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("Unknown pool: ");
    }

    @Test
    @DisplayName("the version names the release and the Java that runs")
    void version() throws Exception {
        installClasses();
        Ran ran = run(Map.of("SLUICE_CACHE", "off"), launcher(), "--version");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).hasSize(2);
        assertThat(ran.lines().get(0)).startsWith("sluice ");
        assertThat(ran.lines().get(1)).startsWith("Java " + System.getProperty("java.runtime.version"));
    }

    /** Replaces the JVM by a program that prints its arguments. */
    private Map<String, String> echo() throws IOException {
        Path java = directory.resolve("echo/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        for (String jar : new String[] {
            "app/sluice.jar",
            "lib/main/info.picocli.picocli-1.jar",
            "lib/main/com.fasterxml.jackson.core.jackson-core-1.jar"
        }) {
            Files.createFile(home.resolve(jar));
        }
        return Map.of("JAVA_HOME", directory.resolve("echo").toString(), "JAVA_OPTS", "-Xmx1g -Da=b");
    }

    @Test
    @DisplayName("the service and a local batch start the application, all other commands do not")
    void route() throws Exception {
        Map<String, String> echo = echo();
        String application = home.toRealPath().resolve("quarkus-run.jar").toString();
        assertThat(run(echo, launcher()).lines()).containsExactly("-Xmx1g", "-Da=b", "-jar", application);
        assertThat(run(echo, launcher(), "batch", "--jobs", "7").lines())
                .containsExactly("-Xmx1g", "-Da=b", "-jar", application, "batch", "--jobs", "7");
        for (String words :
                new String[] {"stats --all", "batch list", "batch --help", "start-cache --help", "--version", "nonsense"
                }) {
            assertThat(run(echo, launcher(), words.split(" ")).lines())
                    .contains("dev.sluice.adapter.cli.Main")
                    .endsWith(words.split(" "))
                    .doesNotContain("-jar", "-Xmx1g");
        }
    }

    @Test
    @DisplayName("the launcher finds its application through links, and passes words with blanks unchanged")
    void link() throws Exception {
        Map<String, String> echo = echo();
        Path first = Files.createSymbolicLink(directory.resolve("first"), launcher());
        Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("first"));
        assertThat(first).exists();
        String jar = home.toRealPath().resolve("app/sluice.jar").toString();
        assertThat(run(echo, second, "stats", "a b", "").lines())
                .anyMatch(line -> line.startsWith(jar))
                .endsWith("stats", "a b", "");
    }

    @Test
    @DisplayName("without Java, or outside an application, the launcher says so and ends with 1")
    void missing() throws Exception {
        Ran noJava = run(Map.of("JAVA_HOME", directory.resolve("none").toString()), launcher(), "stats");
        assertThat(noJava.code()).isEqualTo(1);
        assertThat(noJava.err().strip()).isEqualTo("sluice: no Java: install a JDK 17 or later, or set JAVA_HOME");
        Ran noApplication = run(Map.of(), launcher(), "stats");
        assertThat(noApplication.code()).isEqualTo(1);
        assertThat(noApplication.err()).startsWith("sluice: " + home.toRealPath() + " is no application of Sluice: ");
    }
}
