package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who want something at the same time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("campaign")
class KeyedRaceTest {

    private static final int THREADS = 50;
    private static final int ROUNDS = 200;

    private TestKeyedPool test = TestKeyedPool.onThreads(settings -> settings.maxOpenResources(10));

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("K14 fifty threads open fifty keys: open resources and factory calls together never exceed ten")
    void neverMoreThanMax() throws Exception {
        AtomicInteger number = new AtomicInteger();
        CyclicBarrier full = new CyclicBarrier(5); // factory calls end five at a time
        test.sessions.onCreate = key -> full.await(45, TimeUnit.SECONDS);
        List<Caller<Void>> callers = Caller.startTogether(THREADS, () -> {
            String key = "key" + number.getAndIncrement();
            assertThat(test.acquire(key).key).isEqualTo(key);
            test.pool.release(key);
            return null;
        });
        TestKeyedPool.results(callers);

        test.settle();
        assertThat(test.sessions.calls).hasValue(THREADS);
        assertThat(test.sessions.mostAlive.get()).isBetween(5, 10);
        assertThat(test.sessions.made).allMatch(session -> session.closes.get() == 1);
    }

    @Test
    @DisplayName(
            "K15 fifty threads acquire the same new key: the factory is called once, and all get the same resource")
    void calledOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "key" + round;
            CountDownLatch make = new CountDownLatch(1);
            test.sessions.onCreate = ignored -> Await.open(make);
            Set<Session> got = ConcurrentHashMap.newKeySet();
            List<Caller<Void>> callers = Caller.startTogether(round == 0 ? THREADS : 4, () -> {
                got.add(test.acquire(key));
                return null;
            });
            Await.until("the factory is called", () -> test.pool.stats().opening() == 1);
            make.countDown();
            TestKeyedPool.results(callers);

            assertThat(got).hasSize(1);
            assertThat(test.sessions.calls).hasValue(round + 1);
            test.pool.release(key);
        }
    }

    @Test
    @DisplayName("K16 two releases back to back wake both waiters, each time")
    void releasedBackToBack() throws Exception {
        wakesBoth(() -> {
            test.pool.release("key1");
            test.pool.release("key2");
        });
    }

    @Test
    @DisplayName("K16 a release of all keys wakes both waiters, each time")
    void releasedTogether() throws Exception {
        wakesBoth(test.pool::releaseAll);
    }

    private void wakesBoth(Runnable release) throws Exception {
        test.pool.pool().reconfigure(settings -> settings.maxSize(2));
        for (int round = 0; round < ROUNDS; round++) {
            test.acquire("key1");
            test.acquire("key2");
            Caller<Session> third = test.queue("key3");
            Caller<Session> fourth = test.queue("key4");
            release.run();

            assertThat(third.result().key).isEqualTo("key3");
            assertThat(fourth.result().key).isEqualTo("key4");
            test.pool.releaseAll();
            test.settle();
        }
    }
}
