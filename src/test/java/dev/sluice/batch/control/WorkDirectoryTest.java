package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The directory for the files of batches")
@Tag("service")
@Timeout(60)
class WorkDirectoryTest {

    @TempDir
    Path parent;

    /** As a process leaves it that is killed: the lock has ended with it. */
    private Path left(String name) throws Exception {
        Path directory = Files.createDirectory(parent.resolve(name));
        Files.createFile(directory.resolve("lock"));
        Files.writeString(directory.resolve("rows-1"), "id,name\n1,Ada\n");
        return directory;
    }

    @Test
    @DisplayName("is swept with its rows when its process was killed, and nothing else is")
    void sweeps() throws Exception {
        Path killed = left("sluice-batches123");
        Path others = left("others");
        Path unlocked = Files.createDirectory(parent.resolve("sluice-batches456"));
        try (WorkDirectory used = WorkDirectory.create(parent)) {
            Files.writeString(used.path().resolve("rows-2"), "id\n");

            assertThat(WorkDirectory.sweep(parent)).as("at once").isEqualTo(1);
            assertThat(WorkDirectory.sweep(parent)).isZero();

            assertThat(killed).doesNotExist();
            assertThat(others).exists();
            assertThat(unlocked).exists();
            assertThat(used.path().resolve("rows-2")).exists();
        }
    }

    @Test
    @DisplayName("stays locked for other processes while this process sweeps")
    void staysLocked() throws Exception {
        try (WorkDirectory used = WorkDirectory.create(parent)) {
            assertThat(WorkDirectory.sweep(parent)).isZero();

            assertThat(sweepElsewhere()).isEqualTo("0");
            assertThat(used.path()).exists();
        }
        left("sluice-batches123");
        assertThat(sweepElsewhere()).isEqualTo("1");
    }

    private String sweepElsewhere() throws Exception {
        Process other = new ProcessBuilder(JavaProcess.command(
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkDirectoryTest.class.getName(),
                        parent.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String swept = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return swept.strip();
        } finally {
            other.destroyForcibly();
        }
    }

    /** Sweeps as another process, and prints the number of directories that were deleted. */
    public static void main(String[] args) {
        System.out.println(WorkDirectory.sweep(Path.of(args[0])));
    }

    @Test
    @DisplayName("is deleted with all that is in it when it is closed")
    void closes() throws Exception {
        WorkDirectory directory = WorkDirectory.create(parent);
        Files.writeString(directory.path().resolve("rows-1"), "id\n");

        directory.close();

        assertThat(parent).isEmptyDirectory();
        assertThat(WorkDirectory.sweep(parent.resolve("none"))).isZero();
    }
}
