package dev.sluice.adapter.console;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Idle pools in the running application, until they are closed. */
final class ManyPools implements AutoCloseable {

    private final PoolManager manager;
    private final ExecutorService workers = Workers.named("many", 2);
    private final List<ManagedPool<?>> pools = new ArrayList<>();

    ManyPools(PoolManager manager, int number) throws Exception {
        this.manager = manager;
        PoolConfig config = PoolConfig.builder().minSize(2).maxSize(4).build();
        for (int i = 1; i <= number; i++) {
            PoolRuntime runtime = new PoolRuntime(Ticker.system(), new FakeTime(), workers, () -> 0.5);
            ManagedPool<?> pool = new ManagedPool<>("many-" + i, config, new FakeStore(), runtime);
            pool.start().get(45, TimeUnit.SECONDS);
            manager.register(pool);
            pools.add(pool);
        }
    }

    /** Returns the name of the last pool. */
    String last() {
        return pools.get(pools.size() - 1).name();
    }

    @Override
    public void close() {
        pools.forEach(pool -> {
            manager.unregister(pool);
            pool.close(CloseMode.FORCE, Duration.ZERO);
        });
        workers.shutdown();
    }
}
