package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Requester;
import dev.sluice.adapter.logging.CapturedLog;
import dev.sluice.audit.AuditCheck;
import dev.sluice.audit.AuditFilter;
import dev.sluice.audit.AuditKind;
import dev.sluice.testing.FakeTime;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The configured audit log")
@Tag("fast")
class ConfiguredAuditTest {

    @TempDir
    Path home;

    private final FakeTime time = new FakeTime();
    private final CapturedLog log = new CapturedLog("dev.sluice", Level.INFO);
    private Path directory;
    private ConfiguredAudit audit;

    private AuditTrail trail(boolean enabled, boolean hasDirectory) {
        directory = home.resolve("audit");
        audit = new ConfiguredAudit(
                new Settings(enabled, hasDirectory ? Optional.of(directory) : Optional.empty()), time);
        audit.open(new StartupEvent());
        return audit.trail();
    }

    @AfterEach
    void close() {
        if (audit != null) {
            audit.close(new ShutdownEvent());
        }
        log.close();
    }

    private static AuditEvent reset() {
        return AuditEvent.begun(Requester.APPLICATION, "reset", "orders", "op_1_1", Map.of());
    }

    @Test
    @DisplayName("writes each event to the files and, unchanged, to the log category dev.sluice.audit")
    void copies() throws IOException {
        try (CapturedLog copy = new CapturedLog("dev.sluice.audit", Level.INFO)) {
            trail(true, true).write(reset());

            String line = Files.readString(directory.resolve("audit.jsonl")).strip();
            assertThat(copy.with("")).containsExactly("INFO dev.sluice.audit " + line);
        }
        assertThat(audit.reading().orElseThrow().newest(AuditFilter.ALL, 10).lines())
                .hasSize(1);
    }

    @Test
    @DisplayName("does not exist without a directory, and when it is switched off")
    void none() {
        for (AuditTrail trail : new AuditTrail[] {trail(true, false), trail(false, true)}) {
            assertThat(trail).isSameAs(AuditTrail.NONE);
            assertThat(audit.reading()).isEmpty();
            assertThat(directory).doesNotExist();
        }
    }

    @Test
    @DisplayName("refuses events while its directory is away, warns once, and continues the chain afterwards")
    void directoryIsAway() throws IOException {
        AuditTrail trail = trail(true, true);
        trail.write(reset());
        Path aside = Files.move(directory, home.resolve("aside"));
        Files.writeString(directory, "no directory");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> trail.write(reset()))
                    .isInstanceOf(AuditUnavailable.class)
                    .hasMessageContaining("sluice.audit.directory")
                    .hasMessageNotContaining(home.toString());
        }
        assertThat(log.with("all changes are refused"))
                .hasSize(1)
                .allMatch(line -> line.contains(directory.toString()));

        Files.delete(directory);
        Files.move(aside, directory);
        time.advance(Duration.ofSeconds(1));
        trail.write(reset());
        assertThat(log.with("is written again")).hasSize(1);
        assertThat(AuditCheck.of(directory)).containsEntry(AuditKind.CHANGE, new AuditCheck.Result(2, 1, 2, List.of()));
    }

    @Test
    @DisplayName("warns once that denials have no lines, and does not say that changes are refused")
    void denialsHaveNoLines() throws IOException {
        Files.createDirectories(home.resolve("audit/denials.jsonl"));
        AuditTrail trail = trail(true, true);
        trail.write(AuditEvent.denied(Requester.APPLICATION, "login", "", "a wrong password"));
        trail.write(reset());
        audit.close(new ShutdownEvent());
        assertThat(log.with("Denials have no lines")).hasSize(1);
        assertThat(log.with("changes")).isEmpty();
    }

    @Test
    @DisplayName("does not keep the application from its start, and warns")
    void startsWithoutDirectory() throws IOException {
        Files.writeString(home.resolve("audit"), "no directory");
        trail(true, true);
        assertThat(log.with("all changes are refused")).hasSize(1);
    }

    @Test
    @DisplayName("refuses the start with files that are too small, by the names of the settings")
    void tooSmall() {
        assertThatThrownBy(() -> new ConfiguredAudit(new Settings(true, Optional.of(home), 100), time))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("sluice.audit.file-bytes")
                .hasMessageContaining("4096");
    }

    private record Settings(boolean enabled, Optional<Path> directory, long fileBytes) implements AuditMapping {

        Settings(boolean enabled, Optional<Path> directory) {
            this(enabled, directory, 10L << 20);
        }

        @Override
        public int keptFiles() {
            return 10;
        }
    }
}
