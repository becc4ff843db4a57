package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.NeverReturns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A call of foreign code has a limit")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class TimedCallsTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final FakeTime time = new FakeTime();
    private final ExecutorService workers = Workers.named("test-worker", 1);
    private final TimedCalls calls = new TimedCalls("ping", workers, workers, time);
    private final NeverReturns foreign = new NeverReturns();
    private final List<Object> ends = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        foreign.free();
        workers.shutdown();
    }

    private void end(String result, Throwable failure) {
        ends.add(failure == null ? result : failure);
    }

    private void hang() {
        calls.run(
                LIMIT,
                () -> {
                    foreign.hang();
                    return "late";
                },
                this::end);
    }

    private void answer() {
        calls.run(LIMIT, () -> "in time", this::end);
    }

    @Test
    @DisplayName(
            "a call that hangs has failed at its limit, once, and the executor has another thread for the next one")
    void givenUp() {
        hang();
        foreign.await(1);
        answer(); // waits for the only thread; with another one it may end before the failure is told
        time.advance(LIMIT);
        Await.until("both calls have ended", () -> ends.size() == 2);

        assertThat(ends).hasAtLeastOneElementOfType(TimedCalls.NoAnswer.class);
        assertThat(ends)
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "ping: no answer within 2 s, given up; its thread has not returned", "in time");
        assertThat(calls.stuck()).isEqualTo(1);
        foreign.free();
        Await.until("the thread has come back", () -> calls.stuck() == 0);
        assertThat(ends).hasSize(2);
    }

    @Test
    @DisplayName(
            "the number of stuck threads is bounded: further calls are refused with the reason, until threads return")
    void bounded() {
        for (int i = 1; i <= TimedCalls.MOST_STUCK; i++) {
            hang();
            foreign.await(i);
            time.advance(LIMIT);
        }
        assertThat(calls.stuck()).isEqualTo(TimedCalls.MOST_STUCK);
        ends.clear();
        answer();
        Await.until("the call is refused", () -> ends.size() == 1);
        assertThat(ends.get(0)).hasToString("no other ping is begun: 32 threads hang in a ping that does not return");

        foreign.free();
        Await.until("the threads have come back", () -> calls.stuck() == 0);
        answer();
        Await.until("the call has ended", () -> ends.size() == 2);
        assertThat(ends.get(1)).isEqualTo("in time");
    }

    @Test
    @DisplayName("an interrupt at the limit is for the call alone")
    void interrupted() {
        calls.run(
                LIMIT,
                () -> {
                    foreign.hang();
                    return null;
                },
                this::end);
        foreign.await(1);
        time.advance(LIMIT);
        foreign.free();
        Await.until("the thread has come back", () -> calls.stuck() == 0);
        calls.run(LIMIT, () -> Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted", this::end);
        Await.until("the next call has ended", () -> ends.size() == 2);
        assertThat(ends.get(1)).isEqualTo("not interrupted");
    }
}
