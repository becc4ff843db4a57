package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything at once on real threads, by a seed that a failure names; {@code -Dsluice.seed=} runs just that one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("campaign")
class KeyedStressTest {

    private static final int MOST = 3;
    private static final int KEYS = 6;
    private static final int CALLERS = 12;
    private static final int TURNS = 400;

    static LongStream seeds() {
        Long seed = Long.getLong("sluice.seed");
        return seed == null ? LongStream.of(1, 20, 300, 4000) : LongStream.of(seed);
    }

    private final AtomicInteger successes = new AtomicInteger();

    private TestKeyedPool open(int leasesPerKey) {
        TestKeyedPool test = TestKeyedPool.onThreads(settings -> settings.maxOpenResources(MOST)
                .maxLeasesPerKey(leasesPerKey)
                .healthCheckInterval(Duration.ofMillis(5)));
        AtomicInteger steps = new AtomicInteger();
        test.sessions.onCreate = key -> {
            if (steps.incrementAndGet() % 17 == 0) {
                throw new IllegalStateException("now and then");
            }
        };
        test.sessions.onPing = session -> {
            if (steps.incrementAndGet() % 13 == 0) {
                throw new IOException("now and then");
            }
        };
        test.sessions.onClose = session -> {
            if (steps.incrementAndGet() % 19 == 0) {
                throw new IOException("now and then");
            }
        };
        return test;
    }

    private void turn(TestKeyedPool test, Random random, boolean forced) throws Exception {
        String key = "key" + random.nextInt(KEYS);
        AcquireRequest request = AcquireRequest.DEFAULT.withTimeout(
                Duration.ofNanos((long) (random.nextDouble() * random.nextDouble() * 20_000_000)));
        CancelToken token = new CancelToken();
        switch (random.nextInt(8)) {
            case 0 -> test.pool.release(key);
            case 1 -> {
                if (random.nextInt(10) == 0) {
                    test.pool.releaseAll();
                }
            }
            case 2 -> {
                Caller<Session> caller = Caller.start(() -> test.pool.acquire(key, request, token));
                token.cancel();
                endOf(caller);
            }
            case 3 -> {
                Caller<Session> caller = Caller.start(() -> test.pool.acquire(key, request, token));
                caller.interrupt();
                endOf(caller);
            }
            case 4 -> test.pool.acquire(key, request);
            default -> use(test.pool.lease(key, request), random, forced);
        }
        successes.incrementAndGet();
    }

    private static void endOf(Caller<Session> caller) throws Exception {
        try {
            caller.result();
        } catch (InterruptedException | PoolException e) {
            // as it is meant
        }
    }

    private static void use(KeyedLease<String, Session> lease, Random random, boolean forced) {
        try (lease) {
            for (int i = random.nextInt(500); i > 0; i--) {
                Thread.onSpinWait();
            }
            assertThat(forced || !lease.resource().isClosed())
                    .as("%s is open while it is on lease", lease)
                    .isTrue();
            if (random.nextInt(10) == 0) {
                lease.invalidate();
            }
        }
    }

    private Void turns(TestKeyedPool test, Random random, boolean forced) throws Exception {
        for (int i = 0; i < TURNS; i++) {
            try {
                turn(test, random, forced);
            } catch (PoolException e) {
                // a timeout, a failure of the factory: as it is meant
            }
        }
        return null;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("K14 K15 K21 under concurrent operations no place is lost, and each resource is closed once")
    void everythingAtOnce(long seed) throws Exception {
        boolean forced = seed % 3 == 0;
        try (TestKeyedPool test = open(seed % 2 == 0 ? 2 : 0)) {
            List<Caller<Void>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(seed * 1000 + i);
                callers.add(Caller.start(() -> turns(test, random, forced)));
            }
            Random random = new Random(seed);
            while (!callers.stream().allMatch(Caller::isDone)) {
                switch (random.nextInt(4)) {
                    case 0 -> test.pool.pool().reset(forced);
                    case 1 -> test.pool.pool().expire(new Selector(Duration.ZERO, null, null));
                    case 2 -> test.pool.pool().renew();
                    default -> test.pool.all();
                }
                awaitTurn(callers);
            }
            TestKeyedPool.results(callers);
            assertAtRest(test);
        }
    }

    /** Waits for the next turn of a caller, so that operations do not keep the callers from their work. */
    private void awaitTurn(List<Caller<Void>> callers) {
        int seen = successes.get();
        Await.until("a turn", () -> successes.get() > seen || callers.stream().allMatch(Caller::isDone));
    }

    private void assertAtRest(TestKeyedPool test) throws Exception {
        assertThat(successes).as("turns that went well").hasValueGreaterThan(CALLERS);
        test.sessions.onPing = session -> {};
        test.settle();
        Await.until("all that is open is alive, and nothing else", () -> test.sessions.alive.get() == test.open());
        assertThat(test.sessions.mostAlive.get()).isLessThanOrEqualTo(MOST);
        KeyedStats stats = test.pool.stats();
        assertThat(stats.factoryCalls() - stats.factoryFailures()).isEqualTo(test.sessions.made.size());
        test.sessions.onCreate = key -> {};

        Await.until("all is released", () -> {
            test.pool.releaseAll();
            return test.open() == 0 && test.sessions.alive.get() == 0;
        });
        test.settle();
        assertThat(test.sessions.made).allMatch(session -> session.closes.get() == 1);
        PoolStats.Counters counters = test.pool.pool().stats().counters();
        assertThat(counters.acquired()).isEqualTo(counters.released());
        for (int i = 0; i < MOST; i++) {
            assertThat(test.acquire("last" + i).isClosed()).isFalse();
        }
    }
}
