package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
class FakeTimeTest {

    private final FakeTime time = new FakeTime();

    @Test
    @DisplayName("time stands still until it is moved, both clocks together")
    void standsStill() {
        long nanos = time.nanos();
        Instant instant = time.instant();

        assertThat(time.nanos()).isEqualTo(nanos);
        time.advance(Duration.ofSeconds(3));

        assertThat(time.nanos() - nanos).isEqualTo(3_000_000_000L);
        assertThat(time.instant()).isEqualTo(instant.plusSeconds(3));
    }

    @Test
    @DisplayName("tasks run in the order of their times, each at its time, however far time is moved at once")
    void ordersTasks() {
        List<String> runs = new ArrayList<>();
        long start = time.nanos();
        time.once(Duration.ofSeconds(5), () -> runs.add("once at " + (time.nanos() - start) / 1_000_000_000L));
        time.every(Duration.ofSeconds(2), () -> runs.add("every at " + (time.nanos() - start) / 1_000_000_000L));

        time.advance(Duration.ofSeconds(6));

        assertThat(runs).containsExactly("every at 2", "every at 4", "once at 5", "every at 6");
    }

    @Test
    @DisplayName("tasks that a task schedules within the passed time run as well")
    void runsWhatTasksSchedule() {
        List<String> runs = new ArrayList<>();
        time.once(Duration.ofSeconds(1), () -> time.once(Duration.ofSeconds(1), () -> runs.add("second")));

        time.advance(Duration.ofSeconds(2));

        assertThat(runs).containsExactly("second");
    }

    @Test
    @DisplayName("cancelling takes back one task, not others that do the same")
    void cancelsOne() {
        List<String> runs = new ArrayList<>();
        Runnable task = () -> runs.add("run");
        Scheduled first = time.once(Duration.ofSeconds(1), task);
        time.once(Duration.ofSeconds(2), task);
        Scheduled periodic = time.every(Duration.ofSeconds(10), () -> runs.add("tick"));

        first.cancel();
        time.advance(Duration.ofSeconds(10));
        periodic.cancel();
        time.advance(Duration.ofSeconds(10));

        assertThat(runs).containsExactly("run", "tick");
    }

    @Test
    @DisplayName("no task runs after close")
    void closes() {
        List<String> runs = new ArrayList<>();
        time.every(Duration.ofSeconds(1), () -> runs.add("run"));

        time.close();
        time.advance(Duration.ofSeconds(5));

        assertThat(runs).isEmpty();
    }

    @Test
    @DisplayName("time never goes back, also where a task moves it farther than the test does")
    void neverGoesBack() {
        long start = time.nanos();
        time.once(Duration.ofSeconds(1), () -> time.advance(Duration.ofSeconds(5)));

        time.advance(Duration.ofSeconds(2));

        assertThat(time.nanos() - start).isEqualTo(6_000_000_000L);
    }

    @Test
    @DisplayName("a wait that moves time itself lasts as long as asked, and runs what is due meanwhile")
    void movedByWaits() {
        List<Long> runs = new ArrayList<>();
        long start = time.nanos();
        time.movedByWaits = true;
        time.once(Duration.ofSeconds(1), () -> runs.add(time.nanos() - start));

        time.park(this, 3_000_000_000L);

        assertThat(time.nanos() - start).isEqualTo(3_000_000_000L);
        assertThat(runs).containsExactly(1_000_000_000L);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @DisplayName("a parked thread sees the time that was moved")
    void wakesParkedThreads() throws Exception {
        long end = time.nanos() + Duration.ofHours(1).toNanos();
        Caller<Long> sleeper = Caller.start(() -> {
            while (time.nanos() < end) {
                time.park(this, end - time.nanos());
            }
            return time.nanos();
        });

        time.advance(Duration.ofMinutes(59));
        assertThat(sleeper.isDone()).isFalse();
        time.advance(Duration.ofMinutes(1));

        assertThat(sleeper.result()).isEqualTo(end);
    }
}
