package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The directory for the files of batches")
@Tag("fast")
class WorkDirectoryTest {

    private final Instant later = Instant.now().plus(Duration.ofHours(1));

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

            assertThat(WorkDirectory.sweep(parent, Instant.now()))
                    .as("one that is young may be about to be locked")
                    .isZero();
            assertThat(WorkDirectory.sweep(parent, later)).isEqualTo(1);

            assertThat(killed).doesNotExist();
            assertThat(others).exists();
            assertThat(unlocked).exists();
            assertThat(used.path().resolve("rows-2")).exists();
        }
    }

    @Test
    @DisplayName("is deleted with all that is in it when it is closed")
    void closes() throws Exception {
        WorkDirectory directory = WorkDirectory.create(parent);
        Files.writeString(directory.path().resolve("rows-1"), "id\n");

        directory.close();

        assertThat(parent).isEmptyDirectory();
        assertThat(WorkDirectory.sweep(parent.resolve("none"), later)).isZero();
    }
}
