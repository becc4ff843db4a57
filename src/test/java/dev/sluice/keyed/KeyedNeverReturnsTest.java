package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.NeverReturns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A call of a keyed pool's factory that never returns, and ignores interrupts, is given up at its limit")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedNeverReturnsTest {

    private static final Duration PING_LIMIT = Duration.ofSeconds(5);
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(30);

    private final NeverReturns foreign = new NeverReturns();
    private final TestKeyedPool test = TestKeyedPool.onFakeTime(
            settings -> settings.maxOpenResources(40).pingTimeout(PING_LIMIT).creationTimeout(CREATION_LIMIT));

    @AfterEach
    void close() {
        foreign.free();
        test.close();
    }

    private int stuck() {
        return test.pool.pool().stats().stuckThreads();
    }

    @Test
    @DisplayName(
            "a creation: its callers are refused, the key can be opened again, and a late resource is closed, once")
    void creation() throws Exception {
        test.sessions.onCreate = key -> {
            if (test.sessions.calls.get() == 1) {
                foreign.hang();
            }
        };
        Caller<Session> caller = Caller.start(() -> test.acquire("key1"));
        foreign.await(1);
        test.time.advance(CREATION_LIMIT);

        assertThat(caller.failure())
                .isInstanceOf(dev.sluice.pool.failure.PoolFactoryException.class)
                .hasRootCauseMessage(
                        "call of the factory: no answer within 30 s, given up; its thread has not returned");
        assertThat(stuck()).isEqualTo(1);
        Session second = test.acquire("key1");
        assertThat(test.open()).isEqualTo(1);
        foreign.free();
        Await.until("the late one is closed", () -> test.sessions.closes() == 1 && stuck() == 0);
        assertThat(second.isClosed()).isFalse();
        assertThat(test.open()).isEqualTo(1);
        assertThat(test.pool.stats().opening()).isZero();
    }

    @Test
    @DisplayName("pings, more than threads: all their resources are removed after two limits, the others stay")
    void pings() throws Exception {
        List<Session> dead = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            dead.add(test.acquire("dead" + i));
        }
        Session healthy = test.acquire("healthy");
        test.sessions.onPing = session -> {
            if (dead.contains(session)) {
                foreign.hang();
            }
        };
        test.pool.checkHealth(); // six at once, as the test has six threads for pings
        foreign.await(6);
        test.time.advance(PING_LIMIT);
        foreign.await(12);
        test.time.advance(PING_LIMIT);

        Await.until("the healthy one is pinged", () -> healthy.pings.get() == 1);
        assertThat(test.pool.all()).containsOnlyKeys("healthy");
        assertThat(test.pool.stats().evictions()).isEqualTo(12);
        assertThat(stuck()).isEqualTo(12);
        foreign.free();
        Await.until("the threads have come back", () -> stuck() == 0);
        test.settle();
        assertThat(dead).allMatch(session -> session.closes.get() == 1);
    }
}
