package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of applications for the benchmark, with a small application in the place of the service. */
@Tag("service")
@DisplayName("An application that the benchmark starts")
class StartableApplicationTest {

    /** Is ready at the third question; ends at once if it has the property "refuses". Prints its environment. */
    private static final String APPLICATION = """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            import java.util.concurrent.atomic.AtomicInteger;

            class Application {
                public static void main(String[] arguments) throws Exception {
                    if (Boolean.getBoolean("refuses")) {
                        System.exit(3);
                    }
                    System.out.println("environment " + System.getenv().keySet());
                    System.out.println("home " + System.getProperty("user.home"));
                    int port = Integer.getInteger("quarkus.http.port");
                    String host = System.getProperty("quarkus.http.host");
                    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
                    AtomicInteger questions = new AtomicInteger();
                    server.createContext("/q/health/ready", exchange -> {
                        exchange.sendResponseHeaders(questions.incrementAndGet() < 3 ? 503 : 200, -1);
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    @TempDir
    Path directory;

    private BenchClasses classes;
    private Path home;

    @BeforeEach
    void compile() throws Exception {
        classes = BenchClasses.compile(
                Files.createDirectory(directory.resolve("classes")), "StartableApplication", "PackagedApplication");
        home = Files.createDirectory(directory.resolve("application"));
        Path source = Files.writeString(directory.resolve("Application.java"), APPLICATION);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", home.toString(), source.toString()))
                .isZero();
        pack();
    }

    @AfterEach
    void close() throws IOException {
        classes.close();
    }

    private void pack() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Application");
        try (OutputStream file = Files.newOutputStream(home.resolve("quarkus-run.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry("Application.class"));
            Files.copy(home.resolve("Application.class"), jar);
            jar.closeEntry();
        }
    }

    private AutoCloseable start(String... options) throws Exception {
        return (AutoCloseable)
                classes.callStatic("ApplicationProcess", "start", home, List.of(options), directory.resolve("run"));
    }

    private static double figure(Object process, String name) throws Exception {
        return (double) BenchClasses.call(process, name);
    }

    @Test
    @DisplayName("is measured until its readiness answers 200")
    void measured() throws Exception {
        try (AutoCloseable process = start("-Xmx32m")) {
            assertThat(figure(process, "awaitReady")).isPositive();
            assertThat(figure(process, "processorSeconds")).isPositive();
            assertThat(figure(process, "residentMegabytes")).isBetween(10.0, 500.0);
            assertThat(figure(process, "threads")).isBetween(5.0, 100.0);
            BenchClasses.call(process, "end");
        }
    }

    @Test
    @DisplayName("has an empty environment, and a directory of its own for its files")
    void surroundings() throws Exception {
        Path work = directory.resolve("run");
        Files.createDirectories(work.resolve("left"));
        try (AutoCloseable process = start()) {
            figure(process, "awaitReady");
        }
        assertThat(work).isEmptyDirectory();
        assertThat(directory.resolve("run.log")).content().contains("environment []", "home " + work.toAbsolutePath());
    }

    @Test
    @DisplayName("is reported, with its log, if it ends before it is ready")
    void refuses() throws Exception {
        try (AutoCloseable process = start("-Drefuses=true")) {
            assertThatThrownBy(() -> figure(process, "awaitReady"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ended with status 3 before it was ready, see "
                            + directory.resolve("run.log").toAbsolutePath());
        }
    }

    @Test
    @DisplayName("writes a cache of its classes, and starts with it")
    void cached() throws Exception {
        Path work = directory.resolve("work");
        Object application = classes.callStatic(
                "StartableApplication", "recorded", classes.create("PackagedApplication", home, home), work);
        assertThat(work.resolve("classes.cache")).isNotEmptyFile();
        for (String start : List.of("start", "startCached")) {
            try (AutoCloseable process = (AutoCloseable) BenchClasses.call(application, start)) {
                assertThat(figure(process, "awaitReady")).isPositive();
            }
        }
    }

    @Test
    @DisplayName("has an AOT cache on JDK 25 or later, and class-data sharing before")
    void kindOfCache() throws Exception {
        Path file = Path.of("classes.cache");
        Object sharing = classes.create("StartCache", file, 24);
        assertThat(BenchClasses.call(sharing, "recording")).isEqualTo(List.of("-XX:ArchiveClassesAtExit=" + file));
        assertThat(BenchClasses.call(sharing, "reading")).isEqualTo(List.of("-XX:SharedArchiveFile=" + file));
        Object aot = classes.create("StartCache", file, 25);
        assertThat(BenchClasses.call(aot, "recording")).isEqualTo(List.of("-XX:AOTCacheOutput=" + file));
        assertThat(BenchClasses.call(aot, "reading")).isEqualTo(List.of("-XX:AOTCache=" + file));
    }
}
