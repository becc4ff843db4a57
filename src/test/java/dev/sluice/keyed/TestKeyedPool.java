package dev.sluice.keyed;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/** A keyed pool of sessions, on fake time or on real threads. */
final class TestKeyedPool implements AutoCloseable {

    static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(10));

    final FakeTime time = new FakeTime();
    final FakeSessions sessions = new FakeSessions();
    final KeyedPool<String, Session> pool;

    private final Timer timer;
    private final ExecutorService workers = Workers.named("test-worker", 6);
    private final ExecutorService pings = Workers.named("test-ping", 6);

    private TestKeyedPool(UnaryOperator<KeyedConfig.Builder> settings, UnaryOperator<PoolRuntime> change) {
        PoolRuntime runtime = change.apply(new PoolRuntime(time, time, workers, () -> 0.5));
        timer = runtime.timer();
        KeyedConfig config = settings.apply(KeyedConfig.builder()).build();
        pool = new KeyedPool<>("sessions", config, sessions, runtime, pings);
        pool.start();
    }

    /** Nothing happens by time but what the test lets happen; workers are real. */
    static TestKeyedPool onFakeTime(UnaryOperator<KeyedConfig.Builder> settings) {
        return new TestKeyedPool(settings, UnaryOperator.identity());
    }

    /** With the clocks of this machine. */
    static TestKeyedPool onThreads(UnaryOperator<KeyedConfig.Builder> settings) {
        Timer timer = new ThreadTimer("test-timer", failure -> {
            throw new AssertionError(failure);
        });
        return new TestKeyedPool(settings, own -> new PoolRuntime(Ticker.system(), timer, own.workers(), own.random()));
    }

    static TestKeyedPool ofSize(int max) {
        return onFakeTime(settings -> settings.maxOpenResources(max));
    }

    Session acquire(String key) throws InterruptedException {
        return pool.acquire(key, PATIENT);
    }

    /** Starts a caller that asks for a key, and returns when it waits. */
    Caller<Session> queue(String key) {
        return queue(() -> acquire(key));
    }

    <T> Caller<T> queue(Callable<T> call) {
        int before = waiting();
        Caller<T> caller = Caller.start(call);
        Await.until("a caller waits", () -> waiting() > before);
        return caller;
    }

    int waiting() {
        return pool.stats().waitCount();
    }

    int open() {
        return pool.stats().openResources();
    }

    /** Until what was begun to be closed is closed. */
    void settle() {
        Await.until("all is settled", () -> {
            KeyedStats stats = pool.stats();
            int places = pool.pool().stats().inUse() + pool.pool().stats().closing();
            return stats.opening() == 0 && stats.waitCount() == 0 && places == stats.openResources();
        });
    }

    static void results(List<? extends Caller<?>> callers) throws Exception {
        for (Caller<?> caller : callers) {
            caller.result();
        }
    }

    @Override
    public void close() {
        pool.close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        workers.shutdownNow();
        pings.shutdownNow();
    }
}
