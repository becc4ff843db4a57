package dev.sluice.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The service as the build packs it, started by its launcher in a JVM of its own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("The packaged service")
@Tag("service")
@DisabledOnOs(OS.WINDOWS) // the launcher is a script for a POSIX shell
class PackagedServiceTest {

    private static final Path HOME =
            EmbeddingBuild.WORK.resolve("sluice/target/quarkus-app").toAbsolutePath();
    private static final Path LOG = EmbeddingBuild.WORK.resolve("packaged.log").toAbsolutePath();
    private static final Path CLASSES =
            EmbeddingBuild.WORK.resolve("packaged-classes.log").toAbsolutePath();
    private static final Pattern CLASS =
            Pattern.compile("(?m)^\\[.* (?:dev\\.sluice|io\\.quarkus)\\.[\\w.$]+ source: (.*)$");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.+)\" #\\d+ ");
    private static final String EVENT_LOOP = "vert.x-eventloop-thread-N";
    private static final int LIMIT_SECONDS = 120;
    private static final int LEAST_CLASSES = 1_500;
    private static final int MOST_OTHERS = 20;

    /** Threads of every JVM. Compilers come and go. */
    private static final Pattern OF_JVM = Pattern.compile("main|Reference Handler|Finalizer|Signal Dispatcher"
            + "|Service Thread|Monitor Deflation Thread|C[12] CompilerThread\\d+|Sweeper thread|Notification Thread"
            + "|Common-Cleaner|Attach Listener|Training replay thread");

    /**
     * All other threads of the service with one pool and without a request. A further thread needs a reason that
     * docs/BENCHMARKS.md names, since each costs memory in each application.
     */
    private static final List<String> IDLE = List.of(
            "Reference Reaper #N", // JBoss Threads
            "agroal-N", // Agroal's housekeeping of the pool
            "executor-thread-N", // the least number of workers of Quarkus
            "sluice-history-N", // a sample a second for all pools
            "sluice-timer-default-N", // maintenance and time limits of the pool
            "vert.x-acceptor-thread-N",
            EVENT_LOOP,
            "vertx-blocked-thread-checker");

    private static Path cache;

    private @Nullable Process service;

    @BeforeAll
    static void buildAndRecord() throws Exception {
        EmbeddingBuild.once();
        Process recording =
                EmbeddingBuild.process(List.of("sh", HOME.resolve("bin/sluice").toString(), "start-cache"), LOG);
        assertThat(recording.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        String text = EmbeddingBuild.read(LOG).strip();
        assertThat(recording.exitValue()).as(text).isZero();
        assertThat(text).startsWith("sluice: made ");
        cache = Path.of(text.substring("sluice: made ".length()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (service != null) {
            service.destroyForcibly();
            assertThat(service.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Starts the service of a demonstration at a free port, and returns when it listens. */
    private Process start() throws IOException {
        String options = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:class+load:file=" + CLASSES
                + " -Dquarkus.http.port=0 -Dsluice.demonstration=true -Dsluice.audit.directory="
                + EmbeddingBuild.WORK.resolve("packaged-audit").toAbsolutePath()
                + " -Dsluice.security.admin-token-file="
                + EmbeddingBuild.WORK.resolve("packaged-token").toAbsolutePath();
        Process started = EmbeddingBuild.process(
                List.of(
                        "env",
                        "JAVA_OPTS=" + options,
                        "sh",
                        HOME.resolve("bin/sluice").toString()),
                LOG);
        service = started;
        Await.until(
                "the service listens",
                () -> !started.isAlive() || EmbeddingBuild.read(LOG).contains("Listening on: "));
        assertThat(started.isAlive()).as(EmbeddingBuild.read(LOG)).isTrue();
        return started;
    }

    /** Returns the number of classes of Sluice and Quarkus that the JVM has read, without classes made by it. */
    private static long classes(Predicate<String> source) {
        return CLASS.matcher(EmbeddingBuild.read(CLASSES))
                .results()
                .filter(each -> !each.group().contains("$$"))
                .filter(each -> source.test(each.group(1)))
                .count();
    }

    private static boolean isCache(String source) {
        return source.startsWith("shared objects file");
    }

    private static void assertRead(boolean isFromCache) {
        long cached = classes(PackagedServiceTest::isCache);
        long others = classes(source -> !isCache(source));
        assertThat(isFromCache ? cached : others).isGreaterThan(LEAST_CLASSES);
        assertThat(isFromCache ? others : cached).isLessThan(MOST_OTHERS);
    }

    @Test
    @DisplayName("reads nearly all classes from the start cache that its launcher has made, and has no thread while"
            + " idle that is not in the list")
    void cached() throws Exception {
        Process started = start();
        assertRead(true);
        await("no thread besides those of an idle service")
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .untilAsserted(() -> assertThat(idleThreads(started)).isEqualTo(IDLE));
    }

    /** Returns the names of the threads without their numbers. The number of event loops depends on the machine. */
    private static List<String> idleThreads(Process jvm) {
        Set<String> loops = new HashSet<>();
        return THREAD.matcher(dump(jvm))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !OF_JVM.matcher(name).matches())
                .map(name -> name.replaceAll("\\d+", "N"))
                .filter(name -> !name.equals(EVENT_LOOP) || loops.add(name))
                .sorted()
                .toList();
    }

    private static String dump(Process jvm) {
        Path threads = EmbeddingBuild.WORK.resolve("packaged-threads.log").toAbsolutePath();
        try {
            Process dump = EmbeddingBuild.process(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(jvm.pid()),
                            "Thread.print"),
                    threads);
            assertThat(dump.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return EmbeddingBuild.read(threads);
    }

    @Test
    @DisplayName("starts without the cache if a jar was changed after it was made")
    void changedJar() throws Exception {
        Path jar;
        try (Stream<Path> jars = Files.list(HOME.resolve("app"))) {
            jar = jars.findFirst().orElseThrow();
        }
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.from(before.toInstant().plus(Duration.ofHours(1))));
        try {
            start();
            assertRead(false);
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
    }

    @Test
    @DisplayName("starts without the cache if the file is none")
    void noCache() throws Exception {
        Path size = Path.of(cache + ".size");
        Path kept = Files.move(cache, Path.of(cache + ".kept"));
        String before = Files.readString(size, UTF_8);
        try {
            Files.writeString(cache, "no cache\n".repeat(10_000), UTF_8);
            Files.writeString(size, Files.size(cache) + "\n", UTF_8);
            start();
            assertRead(false);
        } finally {
            Files.delete(cache);
            Files.move(kept, cache);
            Files.writeString(size, before, UTF_8);
        }
    }
}
