package dev.sluice.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.PostgresServer.Shutdown;
import dev.sluice.time.SpanText;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A pool under fifty clients and an operator in a process of its own with 256 MB, over a PostgreSQL that is killed and
 * frozen every minute: {@code -Dtest=Soak -Dsluice.soak=20m}. Its name keeps it
 * out of the default tests. See docs/FAULTS.md.
 */
@Tag("campaign")
class Soak {

    private static final Path DIRECTORY = Path.of(System.getProperty("basedir", ""), "target", "soak");
    private static final String ROLE = "soak";
    private static final Duration LOOK_LIMIT = Duration.ofMinutes(4);

    /** The workers of the pools come and go with the work. */
    private static final int SPARE_THREADS = 16;

    private static final double NO_GROWTH = 1.05;
    private static final long NO_GROWTH_KILOBYTES = 2048;

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> page = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int nextFault;

    /** The soaked process, and the conversation with it. */
    private record Soaked(Process process, Writer commands, BufferedReader answers) {}

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @DisplayName("after a soak, no slot, session, thread or MBean is lost, and the heap has not grown")
    void soak() throws Exception {
        Duration length = new DurationConverter().convert(System.getProperty("sluice.soak", "20m"));
        Files.createDirectories(DIRECTORY);
        try (PostgresServer server = PostgresServer.start()) {
            server.execute("create role " + ROLE + " login");
            server.execute("create table soaked as select id, 0 as value from generate_series(0, 999) id");
            server.execute("grant all on soaked to " + ROLE);
            Soaked soaked = start(server);
            try {
                Duration early = length.dividedBy(4).compareTo(Duration.ofMinutes(2)) < 0
                        ? length.dividedBy(4)
                        : Duration.ofMinutes(2);
                long begin = System.nanoTime();
                Figures first = lookAfter(server, soaked, begin, early);
                Figures middle = lookAfter(server, soaked, begin, length.dividedBy(2));
                Figures last = lookAfter(server, soaked, begin, length);
                Figures end = ask(soaked, "end");
                note("after the end", end);
                write(length, last, end);
                judge(List.of(first, middle, last), end);
                assertThat(server.ask("select count(*) from pg_stat_activity where usename = ?", ROLE))
                        .as("sessions on the server")
                        .isEqualTo("0");
            } finally {
                soaked.process().destroyForcibly();
            }
        }
    }

    private Soaked start(PostgresServer server) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        classPath,
                        SoakedProcess.class.getName(),
                        ROLE,
                        url,
                        url + "?tcpKeepAlive=true")
                .redirectError(DIRECTORY.resolve("log.txt").toFile())
                .start();
        return new Soaked(process, process.outputWriter(), process.inputReader());
    }

    /** Strikes until that moment, then has the process brought to rest. */
    private Figures lookAfter(PostgresServer server, Soaked soaked, long begin, Duration moment) throws Exception {
        while (true) {
            Duration next = Duration.ofSeconds(10 + 30L * nextFault);
            if (next.compareTo(moment) >= 0) {
                break;
            }
            sleepUntil(begin, next, soaked);
            strike(server, nextFault++);
        }
        sleepUntil(begin, moment, soaked);
        Figures figures = ask(soaked, "look");
        note("after " + SpanText.of(moment), figures);
        return figures;
    }

    private static void sleepUntil(long begin, Duration moment, Soaked soaked) throws InterruptedException {
        long left = begin + moment.toNanos() - System.nanoTime();
        boolean ended = left > 0 && soaked.process().waitFor(left, TimeUnit.NANOSECONDS);
        assertThat(ended).as("the soaked process has ended, see log.txt").isFalse();
    }

    /** A kill and a freeze every minute, of several kinds in turn. */
    private void strike(PostgresServer server, int number) throws Exception {
        if (number % 2 == 1) {
            server.freeze();
            try {
                TimeUnit.SECONDS.sleep(5); // that long the server is frozen
            } finally {
                server.resume();
            }
            faults.add("frozen");
        } else if (number % 8 == 4) {
            server.killSessionsOf(ROLE);
            server.awaitReady();
            faults.add("sessions killed");
        } else {
            down(server, number % 8 == 2);
        }
    }

    private void down(PostgresServer server, boolean immediate) throws Exception {
        if (immediate) {
            server.shutDown(Shutdown.IMMEDIATE);
        } else {
            server.kill();
        }
        TimeUnit.SECONDS.sleep(3); // that long there is no server
        server.startAgain();
        faults.add(immediate ? "shut down at once" : "killed");
    }

    private Figures ask(Soaked soaked, String command) throws Exception {
        soaked.commands().write(command + "\n");
        soaked.commands().flush();
        long deadline = System.nanoTime() + LOOK_LIMIT.toNanos();
        while (!soaked.answers().ready() && System.nanoTime() - deadline < 0) {
            boolean ended = soaked.process().waitFor(50, TimeUnit.MILLISECONDS);
            assertThat(ended && !soaked.answers().ready())
                    .as("the soaked process has ended, see log.txt")
                    .isFalse();
        }
        assertThat(soaked.answers().ready()).as("an answer to " + command).isTrue();
        return json.readValue(soaked.answers().readLine(), Figures.class);
    }

    private void note(String when, Figures figures) {
        page.add("| " + when + " | " + figures.heapKilobytes() + " | "
                + figures.threads().size() + " | " + figures.beans().size() + " | "
                + figures.counts().getOrDefault("requests", 0L) + " | "
                + figures.counts().getOrDefault("served", 0L) + " | "
                + (figures.rest().isEmpty() ? "at rest" : figures.rest()) + " |");
    }

    private void write(Duration length, Figures last, Figures end) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "# Soak of " + SpanText.of(length),
                "",
                "- Java: " + System.getProperty("java.vm.version"),
                "- faults: " + faults.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting())),
                "",
                "| | heap, kB | threads | MBeans | requests | served | pool and server |",
                "|---|---:|---:|---:|---:|---:|---|"));
        lines.addAll(page);
        lines.add("");
        lines.add("- threads left: " + end.threads());
        last.counts().forEach((kind, count) -> lines.add("- " + kind + ": " + count));
        lines.add("");
        lines.add("## Violations: " + last.violations().size());
        last.violations().forEach(each -> lines.add("- " + each));
        Files.write(DIRECTORY.resolve("report.md"), lines);
        lines.forEach(System.out::println);
    }

    private static void judge(List<Figures> looks, Figures end) {
        Figures first = looks.get(0);
        Figures middle = looks.get(1);
        Figures last = looks.get(2);
        assertThat(end.violations()).as("broken promises").isEmpty();
        assertThat(looks).extracting(Figures::rest).as("slots and sessions").containsOnly("");
        assertThat(looks).extracting(Figures::beans).as("MBeans").containsOnly(first.beans());
        assertThat(end.beans()).as("MBeans left").isEmpty();
        assertThat(last.threads()).as("threads").hasSizeLessThan(first.threads().size() + SPARE_THREADS);
        assertThat(end.threads()).as("threads left").isEmpty();
        assertThat(last.heapKilobytes())
                .as("heap after a collection, in kB")
                .isLessThan((long) (middle.heapKilobytes() * NO_GROWTH) + NO_GROWTH_KILOBYTES);
        assertThat(performed(last)).as("operations that succeeded").isEqualTo(all());
    }

    private static Set<String> performed(Figures figures) {
        return figures.counts().keySet().stream()
                .filter(kind ->
                        kind.startsWith("operation ") && kind.endsWith(": SUCCEEDED") && !kind.contains("(dry)"))
                .map(kind -> kind.substring("operation ".length(), kind.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all() {
        return new TreeSet<>(OperationCatalogue.names());
    }
}
