package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An audit log")
@Tag("fast")
class AuditLogTest implements AuditListener {

    private static final Requester ADA = new Requester(Principal.of("ada", Role.OPERATOR), "192.0.2.7", Surface.HTTP);

    @TempDir
    Path home;

    private final FakeTime time = new FakeTime();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private Path directory;
    private AuditLog log;

    @Override
    public void written(String line) {
        written.add(line);
    }

    @Override
    public void lost(String why) {
        lost.add(why);
    }

    @Override
    public void damaged(String description) {
        damage.add(description);
    }

    private AuditLog opened(AuditLimits limits) {
        directory = home.resolve("audit");
        log = new AuditLog(directory, limits, time, this);
        log.open();
        return log;
    }

    @AfterEach
    void close() {
        if (log != null) {
            log.close();
        }
    }

    private void write(int events) {
        for (int i = 0; i < events; i++) {
            log.write(AuditEvent.begun(ADA, "reset", "orders", "op_" + i, Map.of("mode", "graceful")));
            time.advance(Duration.ofSeconds(1));
        }
    }

    private Path current() {
        return directory.resolve("audit.jsonl");
    }

    private void edit(UnaryOperator<List<String>> change) throws IOException {
        Files.write(current(), change.apply(new ArrayList<>(Files.readAllLines(current()))));
    }

    private AuditCheck.Result changes() throws IOException {
        return Objects.requireNonNull(AuditCheck.of(directory).get(AuditKind.CHANGE));
    }

    private List<String> findings() throws IOException {
        return changes().findings();
    }

    @Test
    @DisplayName("has one line per event, with requester, operation, target, values, outcome and time")
    void line() throws IOException {
        opened(AuditLimits.DEFAULT);
        AuditEvent begun = AuditEvent.begun(ADA, "resize", "orders", "op_1_1", Map.of("max", "20"));
        log.write(begun.ended(ChangeOutcome.SUCCEEDED, Map.of("max", "10"), Map.of("max", "20"), null));

        assertThat(Files.readAllLines(current())).isEqualTo(written).hasSize(1);
        assertThat(written.get(0))
                .startsWith("{\"number\":1,\"time\":\"2026-01-01T00:00:00.123456789Z\",\"who\":\"ada\","
                        + "\"role\":\"operator\",\"by\":\"application\",\"address\":\"192.0.2.7\",\"surface\":\"http\","
                        + "\"operation\":\"resize\",\"target\":\"orders\",\"operationId\":\"op_1_1\","
                        + "\"parameters\":{\"max\":\"20\"},\"before\":{\"max\":\"10\"},\"after\":{\"max\":\"20\"},"
                        + "\"outcome\":\"succeeded\",\"previous\":\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(current())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("keeps foreign texts on the line, without control characters, and of bounded length")
    void foreignTexts() throws IOException {
        opened(AuditLimits.DEFAULT);
        log.write(
                AuditEvent.begun(ADA, "reset", "or\n{\"number\":9}\u2028\u202e", "op", Map.of("x", "y".repeat(9999))));

        assertThat(Files.readAllLines(current())).hasSize(1);
        assertThat(written.get(0)).matches("[\\x20-\\x7e]+").hasSizeLessThan(1500);
        assertThat(findings()).isEmpty();
    }

    @Test
    @DisplayName("is continued by the next process")
    void continued() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(3);
        log.close();
        opened(AuditLimits.DEFAULT);
        write(2);

        AuditCheck.Result result = changes();
        assertThat(result).isEqualTo(new AuditCheck.Result(5, 1, 5, List.of()));
        assertThat(result.isIntact()).isTrue();
        assertThat(damage).isEmpty();
    }

    @Test
    @DisplayName("tells that a line was changed")
    void changed() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(5);
        edit(lines -> {
            lines.set(2, lines.get(2).replace("ada", "eve"));
            return lines;
        });

        assertThat(findings()).containsExactly("audit.jsonl line 3: the line was changed, or is incomplete");
    }

    @Test
    @DisplayName("tells that a line was removed")
    void removed() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(5);
        edit(lines -> {
            lines.remove(2);
            return lines;
        });

        assertThat(findings())
                .containsExactly("audit.jsonl line 3: number 4 follows number 2, so that 1 line is missing");
    }

    @Test
    @DisplayName("tells that lines were moved")
    void moved() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(4);
        edit(lines -> {
            Collections.swap(lines, 1, 2);
            return lines;
        });

        assertThat(findings())
                .containsExactly(
                        "audit.jsonl line 2: number 3 follows number 1, so that 1 line is missing",
                        "audit.jsonl line 3: number 2 follows number 3, so that lines were moved or repeated",
                        "audit.jsonl line 4: number 4 follows number 2, so that 1 line is missing");
    }

    @Test
    @DisplayName("tells that a line was replaced by another with a right hash of its own")
    void replaced() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(3);
        edit(lines -> {
            ChainLink first = ChainLink.claimOf(lines.get(0)).link();
            lines.set(1, first.seal("\"who\":\"eve\"").text());
            return lines;
        });

        assertThat(findings())
                .containsExactly(
                        "audit.jsonl line 3: number 3 does not continue the line before it, which was replaced");
    }

    @Test
    @DisplayName("tells that lines at the end were removed, also after the next process has written more")
    void cutAtTheEnd() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(5);
        log.close();
        edit(lines -> lines.subList(0, 3));

        assertThat(findings()).containsExactly("the lines 4 to 5 are missing at the end of audit.jsonl");
        opened(AuditLimits.DEFAULT);
        assertThat(damage).containsExactly("audit.jsonl lacks its lines 4 to 5");
        write(1);
        assertThat(findings())
                .containsExactly("audit.jsonl line 4: number 6 follows number 3, so that 2 lines are missing");
    }

    @Test
    @DisplayName("tells that all lines were removed, and that the head file was")
    void emptied() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        log.close();
        Files.delete(current());

        assertThat(findings()).containsExactly("the lines 1 to 2 are missing at the end of audit.jsonl");
        opened(AuditLimits.DEFAULT);
        write(1);
        log.close();
        Files.delete(directory.resolve("audit.head"));
        assertThat(findings())
                .containsExactly(
                        "the file audit.head is missing or was changed, so that missing lines at the end cannot be seen");
        opened(AuditLimits.DEFAULT);
        assertThat(damage)
                .containsExactly("audit.jsonl lacks its lines 1 to 2", "the file audit.head is missing or was changed");
    }

    @Test
    @DisplayName("removes a line that a dying process did not finish, and continues")
    void torn() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        log.close();
        Files.writeString(current(), "{\"number\":3,\"time\":\"20", StandardOpenOption.APPEND);
        opened(AuditLimits.DEFAULT);
        write(1);

        assertThat(changes()).isEqualTo(new AuditCheck.Result(3, 1, 3, List.of()));
        assertThat(damage).isEmpty();
    }

    @Test
    @DisplayName("continues in a new file when one is full, and deletes the oldest")
    void rotated() throws IOException {
        opened(new AuditLimits(4096, 3));
        write(100);

        AuditCheck.Result result = changes();
        assertThat(result.findings()).isEmpty();
        assertThat(result.last()).isEqualTo(100);
        assertThat(result.first()).isGreaterThan(1);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().matches("audit.*\\.jsonl")))
                    .hasSizeBetween(3, 4);
        }
        log.close();
        opened(new AuditLimits(4096, 3));
        write(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    @DisplayName("is intact for a check that sees a part of the line that is being written")
    void checkedWhileALineIsWritten() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        Files.writeString(current(), "{\"number\":3,\"time\":\"20", StandardOpenOption.APPEND);

        assertThat(changes()).isEqualTo(new AuditCheck.Result(2, 1, 2, List.of()));
    }

    @Test
    @DisplayName("is damaged for a check if the end of the last line is missing")
    void cutOff() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        log.close();
        String lines = Files.readString(current());
        Files.writeString(current(), lines.substring(0, lines.length() - 5));

        assertThat(findings()).contains("audit.jsonl line 2: the line was changed, or is incomplete");
    }

    @Test
    @Timeout(60)
    @DisplayName("is intact for a check during which files become full and are deleted")
    void checkedMeanwhile() throws Exception {
        opened(new AuditLimits(4096, 3));
        write(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(1000));
        do {
            assertThat(findings()).isEmpty();
        } while (!writer.isDone());
        writer.get();
    }

    @Test
    @DisplayName("is forced to the disk with its head and the names of its files when one becomes full")
    void forcedNames() {
        AtomicInteger forced = new AtomicInteger();
        directory = home.resolve("audit");
        log = new AuditLog(directory, new AuditLimits(4096, 3), time, this, channel -> forced.incrementAndGet());
        log.open();
        Path full = directory.resolve("audit-000000000000000001.jsonl");
        int lines = 0;
        while (Files.notExists(full) && lines < 1000) {
            assertThat(forced.get()).isEqualTo(lines++);
            write(1);
        }
        log.close(); // after the rotation, for which no write waits
        assertThat(forced.get()).isEqualTo(lines + 2);
    }

    @Test
    @DisplayName("opens the files of denials, too, if the files of changes cannot be opened")
    void opensBoth() throws IOException {
        Files.createDirectories(home.resolve("audit").resolve("audit.lock"));
        assertThatThrownBy(() -> opened(AuditLimits.DEFAULT)).isInstanceOf(AuditUnavailable.class);
        assertThat(directory.resolve("denials.head")).exists();
    }

    @Test
    @DisplayName("is written by one process at a time")
    void locked() {
        AuditLog first = opened(AuditLimits.DEFAULT);

        try (AuditLog second = new AuditLog(directory, AuditLimits.DEFAULT, time, this)) {
            assertThatThrownBy(second::open)
                    .isInstanceOf(AuditUnavailable.class)
                    .hasMessage("the audit log in " + directory
                            + " cannot be written: another service of this process writes it");
            first.close();
            second.open();
        }
    }

    @Test
    @DisplayName("refuses events that it cannot write, and works again once it can")
    void unavailable() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(1);
        Path aside = home.resolve("aside");
        Files.move(directory, aside);
        Files.writeString(directory, "in the way");

        assertThatThrownBy(() -> write(1))
                .isInstanceOf(AuditUnavailable.class)
                .hasMessageContaining(directory.toString());
        assertThatThrownBy(() -> write(1)).isInstanceOf(AuditUnavailable.class);
        assertThat(written).hasSize(1);
        Files.delete(directory);
        Files.move(aside, directory);
        write(1);

        assertThat(changes()).isEqualTo(new AuditCheck.Result(2, 1, 2, List.of()));
    }

    @Test
    @DisplayName("tells that lines at the beginning were removed, also after the next process has written more")
    void cutAtTheBeginning() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(5);
        log.close();
        edit(lines -> lines.subList(2, 5));

        String finding = "the lines 1 to 2 are missing at the beginning of audit.jsonl";
        assertThat(changes()).isEqualTo(new AuditCheck.Result(3, 3, 5, List.of(finding)));
        opened(AuditLimits.DEFAULT);
        assertThat(damage).containsExactly(finding);
        write(1);
        assertThat(findings()).containsExactly(finding);
    }

    @Test
    @DisplayName("names a changed first line once, and not as missing")
    void changedFirst() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(3);
        edit(lines -> {
            lines.set(0, lines.get(0).replace("ada", "eve"));
            return lines;
        });

        assertThat(findings()).containsExactly("audit.jsonl line 1: the line was changed, or is incomplete");
    }

    @Test
    @DisplayName("tells that its oldest file was removed, and not by the log itself")
    void removedOldestFile() throws IOException {
        opened(new AuditLimits(4096, 5));
        write(30);
        List<Path> full = new AuditFiles(directory, AuditKind.CHANGE).full();
        assertThat(full).hasSizeBetween(2, 5);
        Files.delete(full.get(0));

        assertThat(findings()).hasSize(1).first().asString().startsWith("the lines 1 to ");
    }

    @Test
    @DisplayName("tells that changes and denials have exchanged their files")
    void exchangedKinds() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        deny(1);
        log.close();
        for (String end : List.of(".jsonl", ".head")) {
            Path aside = Files.move(directory.resolve("audit" + end), directory.resolve("aside"));
            Files.move(directory.resolve("denials" + end), directory.resolve("audit" + end));
            Files.move(aside, directory.resolve("denials" + end));
        }

        assertThat(findings())
                .containsExactly("audit.jsonl line 1: the line is of another kind than those of audit.jsonl");
        assertThat(findingsOfDenials()).hasSize(2);
    }

    @Test
    @DisplayName("writes no line into a file that was moved away, and tells that its lines are missing")
    void movedFile() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(2);
        Path aside = Files.move(current(), home.resolve("aside"));
        write(1);

        assertThat(Files.readAllLines(aside)).hasSize(2);
        assertThat(Files.readAllLines(current())).hasSize(1);
        assertThat(damage).containsExactly("audit.jsonl lacks its lines 1 to 2");
        assertThat(findings()).containsExactly("the lines 1 to 2 are missing at the beginning of audit.jsonl");
    }

    @Test
    @DisplayName("continues the lost lines in a new directory if its directory was removed, so that the gap is seen")
    void removedDirectory() throws IOException {
        opened(AuditLimits.DEFAULT);
        write(3);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);

        write(1);

        assertThat(damage).containsExactly("audit.jsonl lacks its lines 1 to 3");
        assertThat(changes())
                .isEqualTo(new AuditCheck.Result(
                        1, 4, 4, List.of("the lines 1 to 3 are missing at the beginning of audit.jsonl")));
    }

    @Test
    @DisplayName("is read by requester, operation, target, outcome and time, the newest lines first")
    void read() throws IOException {
        opened(new AuditLimits(4096, 10));
        write(30);
        log.write(AuditEvent.begun(ADA, "pause", "billing", "op_x", Map.of()));

        AuditReading reading = new AuditReading(directory);
        AuditReading.Excerpt page = reading.newest(AuditFilter.ALL, 10);
        assertThat(page.more()).isTrue();
        assertThat(page.lines())
                .extracting(line -> line.path("number").asLong())
                .containsExactly(31L, 30L, 29L, 28L, 27L, 26L, 25L, 24L, 23L, 22L);
        AuditFilter billing = new AuditFilter("ada", "pause", "billing", "begun", null, null, null, null);
        assertThat(reading.newest(billing, 10).lines()).hasSize(1);
        AuditFilter early =
                new AuditFilter(null, null, null, null, null, Instant.parse("2026-01-01T00:00:02Z"), null, null);
        assertThat(reading.newest(early, 10))
                .isEqualTo(new AuditReading.Excerpt(reading.newest(early, 2).lines(), null));
        assertThat(reading.newest(new AuditFilter("eve", null, null, null, null, null, null, null), 10)
                        .lines())
                .isEmpty();
        assertThat(reading.newest(new AuditFilter(null, null, null, null, null, null, page.next(), null), 2)
                        .lines())
                .extracting(line -> line.path("number").asLong())
                .containsExactly(21L, 20L);
    }

    private void deny(int times) {
        int before = written.size();
        for (int i = 0; i < times; i++) {
            log.write(AuditEvent.denied(ADA, "create-pool", "orders", "this needs the role admin"));
            time.advance(Duration.ofSeconds(1));
        }
        Await.until("the denials are written", () -> written.size() == before + times);
    }

    @Test
    @DisplayName("has files of their own for denials, so that a flood of them removes no change")
    void floodOfDenials() throws IOException {
        opened(new AuditLimits(4096, 2));
        write(3);
        deny(200);
        write(1);
        log.close();

        assertThat(changes()).isEqualTo(new AuditCheck.Result(4, 1, 4, List.of()));
        AuditCheck.Result denials =
                Objects.requireNonNull(AuditCheck.of(directory).get(AuditKind.DENIAL));
        assertThat(denials.last()).isEqualTo(200);
        assertThat(denials.first()).as("the oldest denials are deleted").isGreaterThan(1);
        assertThat(denials.isIntact()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("denials.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("opens for changes while the files of denials cannot be written, and tells the reason")
    void brokenDenials() throws IOException {
        Files.createDirectories(home.resolve("audit/denials.jsonl"));
        opened(AuditLimits.DEFAULT);
        assertThat(lost).hasSize(1).allMatch(why -> why.contains("cannot be written"));
        write(1);
        log.write(AuditEvent.denied(ADA, "create-pool", "orders", "this needs the role admin"));
        log.close();
        assertThat(lost).hasSize(2);
        assertThat(written).hasSize(1);
    }

    @Test
    @DisplayName("tells that a denial was removed, and that all denials were, by the names of the files")
    void removedDenials() throws IOException {
        opened(AuditLimits.DEFAULT);
        deny(3);
        log.close();
        Path denials = directory.resolve("denials.jsonl");
        Files.write(denials, Files.readAllLines(denials).subList(0, 2));
        assertThat(findingsOfDenials()).containsExactly("the lines 3 to 3 are missing at the end of denials.jsonl");
        opened(AuditLimits.DEFAULT);
        log.close();
        assertThat(damage).containsExactly("denials.jsonl lacks its lines 3 to 3");

        Files.delete(denials);
        Files.delete(directory.resolve("denials.head"));
        assertThat(findingsOfDenials()).hasSize(1).first().asString().startsWith("the file denials.head is missing");
        assertThat(changes().isIntact()).as("a log without a change").isTrue();
    }

    private List<String> findingsOfDenials() throws IOException {
        return Objects.requireNonNull(AuditCheck.of(directory).get(AuditKind.DENIAL))
                .findings();
    }

    @Test
    @DisplayName("is read with changes and denials in the order of time, page by page, each line once")
    void readBoth() throws IOException {
        opened(new AuditLimits(4096, 10));
        for (int i = 0; i < 20; i++) {
            write(i % 3);
            deny(i % 4);
        }
        log.close();
        AuditReading reading = new AuditReading(directory);
        List<String> all = times(reading.newest(AuditFilter.ALL, 1000));
        assertThat(all).hasSize(49).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());

        List<String> paged = new ArrayList<>();
        AuditReading.Excerpt page = reading.newest(AuditFilter.ALL, 7);
        paged.addAll(times(page));
        while (page.next() != null) {
            AuditPosition next = AuditPosition.of(page.next().toString());
            page = reading.newest(new AuditFilter(null, null, null, null, null, null, next, null), 7);
            paged.addAll(times(page));
        }
        assertThat(paged).isEqualTo(all);
        for (AuditKind kind : AuditKind.values()) {
            AuditFilter filter = new AuditFilter(null, null, null, null, null, null, null, kind);
            assertThat(reading.newest(filter, 1000).lines())
                    .hasSize(kind == AuditKind.CHANGE ? 19 : 30)
                    .allMatch(line -> line.path("kind").asText().equals(kind.word()))
                    .allMatch(line -> line.path("outcome").asText().equals("denied") == (kind == AuditKind.DENIAL));
        }
    }

    private static List<String> times(AuditReading.Excerpt page) {
        return page.lines().stream().map(line -> line.path("time").asText()).toList();
    }
}
