package dev.sluice.adapter.quarkus;

import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.TaskHandlers;
import dev.sluice.batch.distributed.DistributedWorkers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** This application's part in distributed batches, if it is to have one. */
@Singleton
public class DistributedBatches {

    private final ApplicationBatchContext context;
    private final BatchMapping config;
    private final List<DistributedWorkers> working = new ArrayList<>(); // Guarded by this

    DistributedBatches(ApplicationBatchContext context, SluiceConfig config) {
        this.context = context;
        this.config = config.batch();
    }

    /** Works from now on, as soon as the databases are there. */
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

    /** Ends that within some seconds; what is under way and does not end by then is done by others. */
    synchronized void close() {
        working.parallelStream().forEach(DistributedWorkers::close);
        working.clear();
    }
}
