package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Requester;
import dev.sluice.access.Surface;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An audit log whose disk does not answer")
@Tag("fast")
@Timeout(60)
class HungDiskTest implements AuditListener {

    private static final AuditEvent DENIAL =
            AuditEvent.denied(new Requester(null, "192.0.2.7", Surface.HTTP), "reset", "orders", "no role");

    @TempDir
    Path home;

    private final FakeTime time = new FakeTime();
    private final AtomicInteger written = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile boolean fails;
    private AuditLog log;

    @Override
    public void written(String line) {
        written.incrementAndGet();
    }

    @Override
    public void damaged(String description) {
        throw new IllegalStateException(description);
    }

    @Override
    public void lost(String why) {
        lost.add(why);
    }

    private void sync(FileChannel channel) throws IOException {
        if (fails) {
            throw new IOException("input/output error");
        }
        if (hangs) {
            entered.countDown();
            Await.open(answers);
        }
        channel.force(false);
    }

    private void open() {
        log = new AuditLog(home, AuditLimits.DEFAULT, time, this, this::sync);
        log.open();
    }

    /** Returns the write of an event that hangs in the disk. */
    private CompletableFuture<Void> hung(AuditEvent event) {
        hangs = true;
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> log.write(event));
        Await.open(entered);
        return write;
    }

    @AfterEach
    void close() {
        answers.countDown();
        log.close();
    }

    private static AuditEvent begun(String id) {
        return AuditEvent.begun(Requester.APPLICATION, "reset", "orders", id, Map.of());
    }

    private List<String> lines(AuditKind kind, int number) throws IOException {
        answers.countDown();
        Await.until("the waiting lines are written", () -> written.get() >= number);
        time.movedByWaits = false;
        log.close(); // after the waiting lines
        assertThat(AuditCheck.of(home).values()).allMatch(AuditCheck.Result::isIntact);
        AuditFilter filter = new AuditFilter(null, null, null, null, null, null, null, kind);
        return new AuditReading(home)
                .newest(filter, 10_000).lines().stream()
                        .map(line -> line.path("operationId").asText()
                                + " " + line.path("outcome").asText()
                                + " " + line.path("reason").asText()
                                + " " + line.path("parameters").path("leftOut").asText())
                        .map(String::strip)
                        .toList();
    }

    private static void isRefused(CompletableFuture<Void> write) {
        assertThatThrownBy(() -> write.get(50, TimeUnit.SECONDS))
                .hasCauseInstanceOf(AuditUnavailable.class)
                .hasMessageContaining("the disk has not answered for 2 s");
    }

    @Test
    @DisplayName("refuses the change after 2 s, and says behind its late line that the change was not made")
    void lateLine() throws IOException {
        open();
        CompletableFuture<Void> first = hung(begun("op_1"));
        time.advance(Duration.ofSeconds(2));
        isRefused(first);
        time.movedByWaits = true;
        assertThatThrownBy(() -> log.write(begun("op_2"))).isInstanceOf(AuditUnavailable.class);

        assertThat(lines(AuditKind.CHANGE, 2))
                .as("the second change has not begun, and has no line")
                .containsExactly(
                        "op_1 failed not done: the disk of the audit log has not answered within 2 s", "op_1 begun");
    }

    @Test
    @DisplayName("writes the end of a change that was made when it answers again")
    void lateEnd() throws IOException {
        open();
        log.write(begun("op_1"));
        AuditEvent end = begun("op_1").ended(ChangeOutcome.SUCCEEDED, Map.of(), Map.of(), null);
        CompletableFuture<Void> first = hung(end);
        time.advance(Duration.ofSeconds(2));
        isRefused(first);
        time.movedByWaits = true;
        AuditEvent other = begun("op_0").ended(ChangeOutcome.SUCCEEDED, Map.of(), Map.of(), null);
        assertThatThrownBy(() -> log.write(other)).isInstanceOf(AuditUnavailable.class);

        assertThat(lines(AuditKind.CHANGE, 3)).containsExactly("op_0 succeeded", "op_1 succeeded", "op_1 begun");
    }

    @Test
    @DisplayName(
            "holds the ends of many changes for 2 s together, not each, and writes all of them when it answers again")
    void manyEnds() throws IOException {
        open();
        CompletableFuture<Void> first = hung(ended("op_0"));
        time.advance(Duration.ofSeconds(2));
        isRefused(first);
        time.movedByWaits = true;
        long before = time.nanos();
        for (int i = 1; i <= 100; i++) {
            AuditEvent end = ended("op_" + i);
            assertThatThrownBy(() -> log.write(end)).isInstanceOf(AuditUnavailable.class);
        }
        assertThat(time.nanos()).as("time moves with each wait").isEqualTo(before);

        assertThat(lines(AuditKind.CHANGE, 101)).hasSize(101).last().isEqualTo("op_0 succeeded");
    }

    @Test
    @DisplayName("waits for the end of a change again after it has answered")
    void answersAgain() throws IOException {
        open();
        CompletableFuture<Void> first = hung(ended("op_0"));
        time.advance(Duration.ofSeconds(2));
        isRefused(first);
        hangs = false;
        answers.countDown();
        log.write(begun("op_1"));
        log.write(ended("op_1"));
        assertThat(written.get())
                .as("the line is on the disk when the write returns")
                .isEqualTo(3);
        assertThat(lines(AuditKind.CHANGE, 3)).hasSize(3);
    }

    private static AuditEvent ended(String id) {
        return begun(id).ended(ChangeOutcome.SUCCEEDED, Map.of(), Map.of(), null);
    }

    @Test
    @DisplayName("delays no denial, and counts the denials without a place in its queue")
    void denials() throws IOException {
        open();
        hangs = true;
        log.write(DENIAL);
        Await.open(entered);
        for (int i = 0; i < ChainWriter.MOST_WAITING + 7; i++) {
            log.write(DENIAL);
        }
        assertThat(lost).hasSize(7).allMatch(why -> why.contains("1000 lines wait for the disk"));

        List<String> lines = lines(AuditKind.DENIAL, 1 + ChainWriter.MOST_WAITING);
        assertThat(lines).hasSize(1 + ChainWriter.MOST_WAITING);
        assertThat(lines.stream().filter(line -> line.endsWith("7"))).hasSize(1);
    }

    @Test
    @DisplayName("holds no change while denials wait for their file only")
    void apart() throws IOException {
        open();
        hangs = true;
        log.write(DENIAL);
        Await.open(entered);
        hangs = false;
        log.write(begun("op_1"));
        assertThat(lines(AuditKind.CHANGE, 1)).containsExactly("op_1 begun");
    }

    @Test
    @DisplayName("counts denials whose write fails, and says why")
    void failedDenials() throws IOException {
        open();
        fails = true;
        log.write(DENIAL);
        log.write(DENIAL);
        Await.until("the thread of the log has tried", () -> lost.size() == 2);
        fails = false;
        log.write(DENIAL);

        assertThat(lost).allMatch(why -> why.contains("input/output error"));
        assertThat(lines(AuditKind.DENIAL, 1)).containsExactly("denied no role 2");
    }

    @Test
    @DisplayName("writes the line of an interrupted caller, keeps its interrupt, and stays usable")
    void interrupted() throws IOException {
        open();
        Thread.currentThread().interrupt();
        log.write(begun("op_1"));
        assertThat(Thread.interrupted()).isTrue();
        log.write(begun("op_2"));
        assertThat(lines(AuditKind.CHANGE, 2)).containsExactly("op_2 begun", "op_1 begun");
    }
}
