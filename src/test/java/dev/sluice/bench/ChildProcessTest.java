package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes that the benchmark starts. */
@Tag("service")
@DisplayName("A process of the benchmark")
class ChildProcessTest {

    /** Starts the next process when one has ended, as the benchmark does. */
    private static final String RUN = """
            package dev.sluice.bench;

            class Run {
                public static void main(String[] arguments) throws Exception {
                    Parent.follow();
                    while (true) {
                        try (ChildProcess child = ChildProcess.start(new ProcessBuilder("sleep", "300"))) {
                            System.out.println(child.process().pid());
                            child.process().waitFor();
                        }
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    private BenchClasses classes;

    @BeforeEach
    void compile() throws IOException {
        Path run = Files.writeString(directory.resolve("Run.java"), RUN);
        classes = BenchClasses.compile(
                Files.createDirectory(directory.resolve("classes")),
                List.of(
                        BenchClasses.SOURCES.resolve("ChildProcess.java"),
                        BenchClasses.SOURCES.resolve("Parent.java"),
                        run));
    }

    @AfterEach
    void close() throws IOException {
        classes.close();
    }

    private AutoCloseable start(String... command) throws Exception {
        return (AutoCloseable) classes.callStatic("ChildProcess", "start", new ProcessBuilder(command));
    }

    private static Process process(Object child) throws Exception {
        return (Process) BenchClasses.call(child, "process");
    }

    @Test
    @DisplayName("is killed together with the processes that it has started")
    void descendants() throws Exception {
        Process process;
        ProcessHandle descendant;
        try (AutoCloseable child = start("sh", "-c", "sleep 300 & wait")) {
            process = process(child);
            Await.until("a process of the process", () -> process.children().count() == 1);
            descendant = process.children().findFirst().orElseThrow();
        }
        Await.until("the end of both", () -> !process.isAlive() && !descendant.isAlive());
    }

    @Test
    @DisplayName("may end by itself, and is not disturbed then")
    void end() throws Exception {
        Path file = directory.resolve("cache");
        String script = "trap 'echo written >" + file + "; exit 7' TERM; echo started; while :; do sleep 0.05; done";
        try (AutoCloseable child = start("sh", "-c", script)) {
            assertThat(process(child).inputReader().readLine()).isEqualTo("started");
            BenchClasses.call(child, "end");
            assertThat(process(child).exitValue()).isEqualTo(7);
        }
        assertThat(file).hasContent("written");
    }

    @Test
    @DisplayName("is waited for until a limit, and has its exit code")
    void await() throws Exception {
        try (AutoCloseable child = start("sh", "-c", "exit 5")) {
            assertThat(BenchClasses.call(child, "await", "the build", 1L)).isEqualTo(5);
        }
        try (AutoCloseable child = start("sleep", "300")) {
            assertThatThrownBy(() -> BenchClasses.call(child, "await", "the build", 0L))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the build did not end in 0 minutes");
        }
    }

    private List<String> run(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes.directory().toString(), "dev.sluice.bench.Run"));
        return command;
    }

    @Test
    @DisplayName("ends with the run, and the run with the Maven that has started it")
    void parent() throws Exception {
        String option = (String) classes.callStatic("Parent", "option");
        try (AutoCloseable maven = start("sh", "-c", String.join(" ", run(option)) + " & wait")) {
            Process shell = process(maven);
            Await.until("the run and its process", () -> shell.descendants().count() == 2);
            List<ProcessHandle> started = shell.descendants().toList();
            shell.destroyForcibly();
            Await.until("the end of both", () -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    @DisplayName("ends when the run is interrupted, and no further process starts")
    void interrupted() throws Exception {
        Path output = directory.resolve("output");
        Process run = new ProcessBuilder(run())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Await.until("a process of the run", () -> run.children().count() == 1);
            ProcessHandle first = run.children().findFirst().orElseThrow();
            run.destroy();
            assertThat(run.waitFor(45, TimeUnit.SECONDS)).isTrue();
            Await.until("the end of the process", () -> !first.isAlive());
            assertThat(Files.readAllLines(output))
                    .filteredOn(line -> line.matches("\\d+"))
                    .isSubsetOf(List.of(String.valueOf(first.pid())));
        } finally {
            run.destroyForcibly();
        }
    }
}
