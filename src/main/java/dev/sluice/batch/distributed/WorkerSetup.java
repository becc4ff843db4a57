package dev.sluice.batch.distributed;

import dev.sluice.jdbc.ManagedDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this process on the batches of a pool, while a batch is watched here.
 *
 * @param pool the pool whose database stores the batches
 * @param handlers the handlers of this process
 * @param workers number of workers while a batch is watched; zero where other processes work
 * @param timing the intervals of workers
 */
public record WorkerSetup(ManagedDataSource pool, HandlerLookup handlers, int workers, Timing timing) {

    @Nullable
    DistributedWorkers start() {
        return workers == 0 ? null : DistributedWorkers.start(pool, handlers, workers, timing);
    }
}
