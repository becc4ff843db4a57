package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.RecordedEvents;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedReleaseTest {

    private final TestKeyedPool test = TestKeyedPool.ofSize(5);

    @AfterEach
    void close() {
        test.close();
    }

    private void acquireFive() throws Exception {
        for (int i = 1; i <= 5; i++) {
            test.acquire("key" + i);
        }
    }

    @Test
    @DisplayName("K05 a release takes the key out at once, and its resource is closed once")
    void closedOnce() throws Exception {
        Session session = test.acquire("key1");
        test.pool.release("key1");

        assertThat(test.pool.contains("key1")).isFalse();
        test.settle();
        assertThat(session.closes).hasValue(1);
        test.pool.release("key1");
        test.settle();
        assertThat(session.closes).hasValue(1);
    }

    @Test
    @DisplayName("K05 to release a key that is not there does nothing")
    void unknownKey() {
        test.pool.release("nope");

        assertThat(test.open()).isZero();
        assertThat(test.pool.pool().recentEvents(10)).noneMatch(event -> event.type() == Type.CLOSED);
    }

    @Test
    @DisplayName("K05 the next life of a key is another resource")
    void nextLife() throws Exception {
        Session first = test.acquire("key1");
        test.pool.release("key1");

        assertThat(test.acquire("key1")).isNotSameAs(first);
    }

    @Test
    @DisplayName("K06 to release all closes each")
    void releaseAll() throws Exception {
        acquireFive();
        test.pool.releaseAll();

        for (int i = 1; i <= 5; i++) {
            assertThat(test.pool.contains("key" + i)).isFalse();
        }
        assertThat(test.open()).isZero();
        test.settle();
        assertThat(test.sessions.closes()).isEqualTo(5);
    }

    @Test
    @DisplayName("K21 a close that fails is counted and reported, and the key is free")
    void closeFails() throws Exception {
        RecordedEvents events = new RecordedEvents();
        test.pool.pool().addListener(events);
        test.acquire("key1");
        test.sessions.onClose = session -> {
            throw new IOException("will not close");
        };
        test.pool.release("key1");

        assertThat(test.pool.contains("key1")).isFalse();
        Await.until("it is counted", () -> test.pool.stats().closeFailures() == 1);
        Await.until("it is told", () -> events.of(Type.CLOSE_FAILED).size() == 1);
        assertThat(events.of(Type.CLOSE_FAILED).get(0).words()).contains("will not close");
    }

    @Test
    @DisplayName("K21 a waiter gets its place though the close fails")
    void waiterIsServed() throws Exception {
        test.pool.pool().reconfigure(settings -> settings.maxSize(1));
        test.acquire("key1");
        Caller<Session> waiter = test.queue("key2");
        test.sessions.onClose = session -> {
            throw new IOException("will not close");
        };
        test.pool.release("key1");

        assertThat(waiter.result().key).isEqualTo("key2");
    }

    @Test
    @DisplayName("K21 a release of all continues although the second close fails")
    void allThoughOneFails() throws Exception {
        acquireFive();
        test.sessions.onClose = session -> {
            if (session.key.equals("key2")) {
                throw new IOException("will not close");
            }
        };
        test.pool.releaseAll();

        test.settle();
        assertThat(test.sessions.closes()).isEqualTo(5);
        assertThat(test.pool.stats().closeFailures()).isEqualTo(1);
    }

    @Test
    @DisplayName("K22 while a close takes its time, others acquire and release; it keeps its place until it has ended")
    void slowClose() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Session slow = test.acquire("key1");
        test.sessions.onClose = session -> {
            if (session == slow) {
                begun.countDown();
                Await.open(finish);
            }
        };
        test.pool.release("key1");
        Await.open(begun);

        assertThat(test.acquire("key2").key).isEqualTo("key2");
        assertThat(test.acquire("key1")).isNotSameAs(slow);
        test.pool.release("key2");
        test.pool.all();
        assertThat(slow.isClosed()).isFalse();
        assertThat(test.pool.pool().stats().closing()).isGreaterThanOrEqualTo(1);
        finish.countDown();
        test.settle();
        assertThat(slow.closes).hasValue(1);
    }
}
