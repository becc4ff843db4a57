package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.jmx.BatchBeans;
import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.batch.control.Batches;
import dev.sluice.control.PoolManager;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts the pools before other beans of the application, and closes them after those. */
@Singleton
public class Lifecycle {

    private static final int FIRST = 100;
    private static final int LAST = 10_000;

    private final LaneCheck lanes;
    private final Pools pools;
    private final PoolManager manager;
    private final RunTimePools runTimePools;
    private final Endpoints endpoints;
    private final ProducedPools producedPools;
    private final JmxExporter exporter;
    private final BatchBeans batchBeans;
    private final Batches batches;
    private final DistributedBatches distributedBatches;
    private final RecordedHistory history;
    private final ApplicationBatchContext batchContext;

    Lifecycle(
            LaneCheck lanes,
            Pools pools,
            PoolManager manager,
            RunTimePools runTimePools,
            Endpoints endpoints,
            ProducedPools producedPools,
            JmxExporter exporter,
            BatchBeans batchBeans,
            Batches batches,
            DistributedBatches distributedBatches,
            RecordedHistory history,
            ApplicationBatchContext batchContext) {
        this.lanes = lanes;
        this.pools = pools;
        this.manager = manager;
        this.runTimePools = runTimePools;
        this.endpoints = endpoints;
        this.producedPools = producedPools;
        this.exporter = exporter;
        this.batchBeans = batchBeans;
        this.batches = batches;
        this.distributedBatches = distributedBatches;
        this.history = history;
        this.batchContext = batchContext;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        lanes.checkAll();
        pools.openAll();
        endpoints.openAll();
        producedPools.registerAll();
        manager.use(runTimePools);
        batchBeans.show(batches);
        batchContext.sweep();
        distributedBatches.start();
        history.begin();
    }

    void stop(@Observes @Priority(LAST) ShutdownEvent event) {
        history.end();
        batches.close();
        distributedBatches.close();
        pools.closeAll();
        exporter.close();
    }
}
