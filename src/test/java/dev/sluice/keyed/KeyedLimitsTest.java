package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.DeadlineSource;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits from outside hold for callers of keys, too. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedLimitsTest {

    private static final String ORIGIN = "the remaining time of the request";

    private final TestKeyedPool test = TestKeyedPool.ofSize(1);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("a shorter limit from outside ends the wait for a place, and the message names it")
    void place() throws Exception {
        test.acquire("held");
        test.pool.pool().limitWaits(() -> new DeadlineSource.OuterLimit(Duration.ofSeconds(2), ORIGIN));
        Caller<Session> waiting = test.queue("other");
        test.time.advance(Duration.ofSeconds(2));
        assertThat(waiting.failure()).isInstanceOf(AcquireTimeout.class).hasMessageContaining("within 2 s, " + ORIGIN);
    }

    @Test
    @DisplayName("a shorter limit from outside ends the wait during a pause")
    void pause() throws Exception {
        test.acquire("held");
        test.pool.pool().pause();
        test.pool.pool().limitWaits(() -> new DeadlineSource.OuterLimit(Duration.ofSeconds(2), ORIGIN));
        Caller<Session> waiting = test.queue("held");
        test.time.advance(Duration.ofSeconds(2));
        assertThat(waiting.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("no resource within 2000 ms, " + ORIGIN + ", key: held");
    }

    @Test
    @DisplayName("a rollback by another thread ends the wait at once, and its registration is removed")
    void earlyEnd() throws Exception {
        List<Consumer<String>> ends = new CopyOnWriteArrayList<>();
        test.acquire("held");
        test.pool.pool().limitWaits(new DeadlineSource() {
            @Override
            public OuterLimit limit() {
                return null;
            }

            @Override
            public Runnable onEarlyEnd(Consumer<String> end) {
                ends.add(end);
                return () -> ends.remove(end);
            }
        });
        Caller<Session> waiting = test.queue("other");
        ends.get(0).accept("as the transaction was rolled back");
        assertThat(waiting.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("as the transaction was rolled back");
        assertThat(ends).isEmpty();
    }
}
