package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CoarseClockTest {

    private final CoarseClock clock = new CoarseClock(Duration.ofMinutes(10));

    @Test
    @DisplayName("the clock never runs ahead of the real clock, on any reading thread")
    void neverAhead() throws Exception {
        List<Caller<Object>> readers = Caller.startTogether(3, () -> {
            for (int i = 0; i < 200_000; i++) {
                long read = clock.nanos();
                assertThat(System.nanoTime() - read).isNotNegative();
            }
            return null;
        });
        for (Caller<Object> reader : readers) {
            reader.result();
        }
    }

    @Test
    @DisplayName("while it is read it advances, and soon passes every moment of the real clock")
    void goesOn() {
        for (int i = 0; i < 5; i++) {
            long moment = System.nanoTime();
            Await.until("it has come to this moment", () -> clock.nanos() - moment >= 0);
        }
    }

    @Test
    @DisplayName("one daemon thread serves all readers, and sleeps while no thread reads")
    void sleeps() {
        awaitAwake();
        Thread thread = clock.thread();
        assertThat(thread).isNotNull();
        assertThat(thread.isDaemon()).isTrue();
        for (int i = 0; i < 3; i++) {
            Await.until("it sleeps", clock::isAsleep);
            long asleepAt = System.nanoTime();

            assertThat(clock.nanos() - asleepAt)
                    .as("the first question after that is answered by the real clock")
                    .isNotNegative();

            awaitAwake();
        }
        assertThat(clock.thread()).isSameAs(thread);
        assertThat(thread.isAlive()).isTrue();
    }

    @Test
    @DisplayName(
            "the thread of the clock ends after a long time without a read, and the next read starts another thread")
    void ends() {
        CoarseClock brief = new CoarseClock(Duration.ofMillis(1));
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            long asked = System.nanoTime();
            assertThat(brief.nanos() - asked).isNotNegative();
            Thread thread = brief.thread();
            assertThat(thread).isNotNull();
            assertThat(threads.add(thread)).as("another one").isTrue();
            Await.until("it has ended", () -> !thread.isAlive());
        }
    }

    /**
     * Reads the clock until its thread has written a time. A clock whose thread only begins counts as asleep, too, and
     * the thread may then write a time that it has read before.
     */
    private void awaitAwake() {
        Await.until("it goes on", () -> {
            clock.nanos();
            return !clock.isAsleep();
        });
    }
}
