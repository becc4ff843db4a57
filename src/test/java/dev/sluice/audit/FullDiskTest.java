package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Requester;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a process whose files the operating system bounds at 8 KiB, as a full disk would. */
@DisplayName("An audit log")
@Tag("service")
class FullDiskTest implements AuditListener {

    private static final AuditEvent EVENT =
            AuditEvent.begun(Requester.APPLICATION, "reset", "orders", "op_1", Map.of());

    @TempDir
    Path home;

    private final List<String> damage = new ArrayList<>();

    @Override
    public void written(String line) {}

    @Override
    public void lost(String why) {}

    @Override
    public void damaged(String description) {
        damage.add(description);
    }

    @Test
    @DisplayName("refuses lines while the disk is full, leaves nothing of them behind, and continues afterwards")
    @Timeout(60)
    void fullDisk() throws Exception {
        Path directory = home.resolve("audit");
        List<String> java = JavaProcess.command(
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Filling.class.getName(),
                directory.toString());
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 8 && exec \"$@\"", "bash"));
        command.addAll(java);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        AuditCheck.Result full = changes(directory);
        assertThat(output).contains("refused after " + full.last() + " lines");
        assertThat(full.isIntact()).as(full.toString()).isTrue();
        AuditLog log = new AuditLog(directory, AuditLimits.DEFAULT, new FakeTime(), this);
        log.write(EVENT);
        log.close();
        assertThat(damage).isEmpty();
        assertThat(changes(directory)).isEqualTo(new AuditCheck.Result(full.last() + 1, 1, full.last() + 1, List.of()));
    }

    private static AuditCheck.Result changes(Path directory) throws IOException {
        return Objects.requireNonNull(AuditCheck.of(directory).get(AuditKind.CHANGE));
    }

    /** Writes lines into files that the operating system bounds, until they are refused. */
    static final class Filling implements AuditListener {

        @Override
        public void written(String line) {}

        @Override
        public void lost(String why) {}

        @Override
        public void damaged(String description) {
            throw new IllegalStateException(description);
        }

        public static void main(String[] args) {
            AuditLog log = new AuditLog(Path.of(args[0]), AuditLimits.DEFAULT, new FakeTime(), new Filling());
            int refused = 0;
            int lines = 0;
            while (refused < 3 && lines < 100) {
                try {
                    log.write(EVENT);
                    lines++;
                } catch (AuditUnavailable e) {
                    refused++;
                }
            }
            System.out.println("refused after " + lines + " lines");
        }
    }
}
