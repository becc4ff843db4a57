package dev.sluice.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs of the embedding guide are compiled and run with sluice-core, its three dependencies and a driver. The
 * program with a batch needs the whole jar.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Embedded in plain Java")
@Tag("service")
class ExamplesTest {

    private static final Path SOURCES = Path.of("src", "test", "embedding", "examples");

    /** The program that is compiled and run with the whole jar. */
    private static final String BATCH = "RowsBatch";

    private static final Pattern SEEN_BY_CORE =
            Pattern.compile(".*[/\\\\](agroal-api|agroal-pool|jspecify|h2)-[0-9][^/\\\\]*\\.jar");

    private static final Pattern SEEN_BY_ALL = Pattern.compile(
            ".*[/\\\\](classes|(agroal-api|agroal-pool|jspecify|jboss-logging|h2|HdrHistogram|jackson-core"
                    + "|jackson-databind|jackson-annotations)-[0-9][^/\\\\]*\\.jar)");

    private static final Pattern LOGGING = Pattern.compile(".*[/\\\\]jboss-logging-[0-9][^/\\\\]*\\.jar");

    private static final long MOST_SECONDS = 240;

    @TempDir
    static Path classes;

    @TempDir
    static Path core;

    private static String coreOnly;
    private static String whole;

    @BeforeAll
    static void compile() throws IOException {
        new CoreJar().unpackTo(core);
        coreOnly = core + File.pathSeparator + classPath(SEEN_BY_CORE);
        whole = classPath(SEEN_BY_ALL);
        compile(program -> !program.endsWith(BATCH + ".java"), coreOnly);
        compile(program -> program.endsWith(BATCH + ".java"), whole);
    }

    private static String classPath(Pattern seen) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> seen.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void compile(Predicate<String> wanted, String classPath) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<File> programs = sources.filter(
                            path -> path.toString().endsWith(".java") && wanted.test(path.toString()))
                    .map(Path::toFile)
                    .toList();
            boolean compiled = compiler.getTask(
                            words,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-classpath", classPath, "--release", "17"),
                            null,
                            files.getJavaFileObjectsFromFiles(programs))
                    .call();
            assertThat(compiled).as("%s", words).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PlainJdbc, 'works: true, retired: 2'",
        "GatedAgroal, 'works: true, pools: [shop]'",
        "CustomResource, 'checksum: 0f5aec3c, made: 1 idle: 1'",
        "KeyedWorkers, 'order 1 done, order 2 done, open: [acme; globex], open: []'",
        "RowsBatch, 'Processing 100% complete, written: 3 of 3'",
        "TcpEcho, 'answer: hello, connected: 1'",
    })
    @DisplayName("each program runs to its end and prints the expected lines")
    void runs(String program, String lines) throws Exception {
        assertThat(outputOf(program, program.equals(BATCH) ? whole : coreOnly).lines())
                .contains(lines.replace(", ", "\n").replace(";", ",").split("\n"));
    }

    @Test
    @DisplayName("a gated data source works without JBoss Logging, names the missing jar, and logs with it")
    void logging() throws Exception {
        assertThat(outputOf("GatedAgroal", coreOnly)).contains("works: true", "pools: [shop]", "JBoss Logging 3.6");
        assertThat(outputOf("GatedAgroal", coreOnly + File.pathSeparator + classPath(LOGGING)))
                .contains("works: true", "SLUICE000")
                .doesNotContain("JBoss Logging 3.6");
    }

    private static String outputOf(String program, String classPath) throws Exception {
        Path output = Files.createTempFile(classes, program, ".out");
        Process process = new ProcessBuilder(JavaProcess.command(
                        "-classpath", classes + File.pathSeparator + classPath, "example." + program))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as(() -> read(output))
                    .isTrue();
            assertThat(process.exitValue()).as(() -> read(output)).isZero();
            return read(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("the guide shows the programs as they are")
    void guide() throws IOException {
        String guide = Files.readString(Path.of("docs", "EMBEDDING.md"));
        try (Stream<Path> programs = Files.list(SOURCES.resolve("example"))) {
            for (Path program : programs.sorted().toList()) {
                String source = Files.readString(program);
                String shown = source.substring(source.indexOf("/**")).strip();
                assertThat(guide).as("%s", program.getFileName()).contains("```java\n" + shown + "\n```");
            }
        }
    }
}
