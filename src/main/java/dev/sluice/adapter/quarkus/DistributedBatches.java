package dev.sluice.adapter.quarkus;

import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.TaskHandlers;
import dev.sluice.batch.distributed.DistributedWorkers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The workers of this application for distributed batches, if the configuration enables them. */
@Singleton
public class DistributedBatches {

    private final ApplicationBatchContext context;
    private final BatchMapping config;
    private final List<DistributedWorkers> working = new ArrayList<>(); // Guarded by this

    DistributedBatches(ApplicationBatchContext context, SluiceConfig config) {
        this.context = context;
        this.config = config.batch();
    }

    /** Starts the workers, which begin as soon as their databases are available. */
    synchronized void start() {
        if (!config.distributed()) {
            return;
        }
        for (String pool : config.distributedPools()) {
            try {
                working.add(DistributedWorkers.start(
                        context.pool(pool), new TaskHandlers(context), config.distributedWorkers(), context.timing()));
            } catch (BadOrder | IllegalArgumentException e) {
                throw new BadConfiguration(
                        "sluice.batch.distributed-pools cannot be '" + pool + "': " + e.getMessage());
            }
        }
    }

    /** Closes the workers within some seconds; other processes do the chunks that do not end in that time. */
    synchronized void close() {
        working.parallelStream().forEach(DistributedWorkers::close);
        working.clear();
    }
}
