package dev.sluice.adapter.logging;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

/** A pool 'orders' that does everything on the calling thread, and its log at level INFO. */
final class LoggedPool implements AutoCloseable {

    final FakeTime time = new FakeTime();
    final FakeStore store = new FakeStore();
    final PoolManager manager = new PoolManager();
    final LogWatcher watcher = new LogWatcher();
    final CapturedLog log = new CapturedLog("dev.sluice.pool.orders", Level.INFO);

    LoggedPool() {
        manager.watch(watcher);
    }

    /** A pool with a lifetime of an hour, where the test does not say otherwise. */
    ManagedPool<Thing> make(UnaryOperator<PoolConfig.Builder> settings) {
        PoolConfig.Builder config =
                PoolConfig.builder().maxLifetime(Duration.ofHours(1)).lifetimeJitter(0);
        PoolRuntime runtime = new PoolRuntime(time, time, Runnable::run, () -> 0.5);
        return new ManagedPool<>("orders", settings.apply(config).build(), store, runtime);
    }

    ManagedPool<Thing> start(UnaryOperator<PoolConfig.Builder> settings) {
        ManagedPool<Thing> pool = make(settings);
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    ManagedPool<Thing> start() {
        return start(config -> config);
    }

    @Override
    public void close() {
        log.close();
    }
}
