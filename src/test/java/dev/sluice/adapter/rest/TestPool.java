package dev.sluice.adapter.rest;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** A pool of plain objects in the registry of the running application, until it is closed. */
final class TestPool implements AutoCloseable {

    final FakeStore store = new FakeStore();
    /** When the pool looks after itself; its clock is the real one. */
    final FakeTime time = new FakeTime();

    final ManagedPool<FakeStore.Thing> pool;

    private final PoolManager manager;
    private final ExecutorService workers;

    TestPool(PoolManager manager, String name) throws Exception {
        this.manager = manager;
        workers = Workers.named(name, 2);
        PoolConfig config = PoolConfig.builder()
                .minSize(2)
                .maxSize(4)
                .acquisitionTimeout(Duration.ofMinutes(1)) // also on a busy machine, waiters wait on
                .build();
        PoolRuntime runtime = new PoolRuntime(Ticker.system(), time, workers, () -> 0.5);
        pool = new ManagedPool<>(name, config, store, runtime);
        pool.start().get(45, TimeUnit.SECONDS);
        manager.register(pool);
    }

    @Override
    public void close() {
        manager.unregister(pool);
        pool.close(CloseMode.FORCE, Duration.ZERO);
        workers.shutdown();
    }
}
