package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ThreadTimerTest {

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final ThreadTimer timer = new ThreadTimer("timer", errors::add);

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    @DisplayName("a task runs after its delay, not before")
    void once() {
        CountDownLatch ran = new CountDownLatch(1);
        long start = System.nanoTime();

        timer.once(Duration.ofMillis(30), ran::countDown);
        Await.open(ran);

        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    @DisplayName("a task that throws runs again, and its exception is reported, Errors too")
    void survivesAnything() {
        CountDownLatch thirdRun = new CountDownLatch(3);
        timer.every(Duration.ofMillis(1), () -> {
            thirdRun.countDown();
            throw new AssertionError("run " + thirdRun.getCount());
        });

        Await.open(thirdRun);

        Await.until("errors are told", () -> errors.size() >= 3);
        assertThat(errors.get(0)).hasMessage("run 2");
    }

    @Test
    @DisplayName("a timer without a task holds no thread; a timer with a later task does")
    void quietTimer() {
        String name = "quiet-timer-" + System.nanoTime();
        AtomicInteger runs = new AtomicInteger();
        try (ThreadTimer quiet = new ThreadTimer(name, errors::add, Duration.ofMillis(20))) {
            Timer.Scheduled later = quiet.once(Duration.ofHours(1), () -> {});
            quiet.once(Duration.ofMillis(60), runs::incrementAndGet);
            Await.until("it runs, though the thread was idle for longer than it lives", () -> runs.get() == 1);
            assertThat(isAlive(name)).isTrue();

            later.cancel();
            Await.until("the thread has ended", () -> !isAlive(name));

            quiet.once(Duration.ZERO, runs::incrementAndGet);
            Await.until("the next task runs on another thread", () -> runs.get() == 2);
        }
        assertThat(errors).isEmpty();
    }

    private static boolean isAlive(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(name));
    }

    @Test
    @DisplayName("a task that was taken back does not run, and taking it back again is harmless")
    void cancels() {
        AtomicInteger runs = new AtomicInteger();
        Timer.Scheduled task = timer.once(Duration.ofHours(1), runs::incrementAndGet);

        task.cancel();
        task.cancel();
        CountDownLatch later = new CountDownLatch(1);
        timer.once(Duration.ZERO, later::countDown);
        Await.open(later);

        assertThat(runs).hasValue(0);
    }

    @Test
    @DisplayName("tasks submitted during or after its close are ignored, without an exception")
    void ignoresLateTasks() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Thread closer = new Thread(timer::close);
        closer.start();
        assertThatCode(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        timer.once(Duration.ofHours(1), runs::incrementAndGet).cancel();
                    }
                })
                .doesNotThrowAnyException();
        closer.join();

        timer.once(Duration.ZERO, runs::incrementAndGet).cancel();
        timer.every(Duration.ofNanos(1), runs::incrementAndGet);

        assertThat(runs).hasValue(0);
        assertThat(errors).isEmpty();
    }
}
