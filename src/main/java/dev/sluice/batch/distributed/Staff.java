package dev.sluice.batch.distributed;

import dev.sluice.jdbc.ManagedDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who works on the batches of a pool while one of them is watched here.
 *
 * @param pool in whose database they are
 * @param handlers what can be done here
 * @param workers how many of this process work for as long as the batch is watched; none where others do
 * @param timing how often they look around
 */
public record Staff(ManagedDataSource pool, Handlers handlers, int workers, Timing timing) {

    @Nullable
    DistributedWorkers start() {
        return workers == 0 ? null : DistributedWorkers.start(pool, handlers, workers, timing);
    }
}
