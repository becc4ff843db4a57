package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.JavaProcess;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("service")
class TopInterruptedTest {

    @TempDir
    Path directory;

    /** Has a terminal, whatever its output is. */
    static final class Program {

        private Program() {}

        public static void main(String[] words) {
            CommandEnvironment surroundings = new CommandEnvironment(Ticker.system(), name -> null, true);
            System.exit(new CommandLine(new TopCommand(surroundings)).execute(words));
        }
    }

    @Test
    @DisplayName("a process that is ended from outside leaves the terminal with its cursor")
    @DisabledOnOs(OS.WINDOWS) // there, a process is not asked to end
    void cursor() throws Exception {
        Path output = directory.resolve("out");
        try (StubService service = new StubService()
                .on("/pools", 200, Says.pools("orders"))
                .on("/pools/orders/stats", 200, Says.stats("orders", 1))) {
            Process process = start(output, "--url", service.url(), "--interval", "0.1");
            try {
                Await.until("it shows the pool", () -> read(output).contains("worker-1"));
                process.destroy();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(read(output)).startsWith("\u001b[?25l").endsWith("\u001b[?25h");
    }

    private static Process start(Path output, String... words) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(JavaProcess.command(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classPath,
                Program.class.getName()));
        builder.command().addAll(List.of(words));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
