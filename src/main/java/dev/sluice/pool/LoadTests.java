package dev.sluice.pool;

import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs load tests, one at a time in the whole process, because two would measure each other. A load test is no obstacle
 * for the operations of its pool, so that operators can reset a pool under load. Thread-safe.
 */
final class LoadTests<R> {

    private static final AtomicReference<@Nullable UnderWay> RUNNING = new AtomicReference<>();

    private final PoolCore<R> core;
    private final Operations<R> operations;
    private final LoadCallers.Leasing<R> acquire;

    private record UnderWay(String pool, String id) {}

    LoadTests(PoolCore<R> core, Operations<R> operations, LoadCallers.Leasing<R> acquire) {
        this.core = core;
        this.operations = operations;
        this.acquire = acquire;
    }

    OperationReport run(LoadPlan plan, OperationContext context) {
        if (context.isDryRun()) {
            return operations.beside(
                    OperationName.LOAD_TEST,
                    context,
                    work -> work.draft.say("would begin " + plan.threads() + " threads"));
        }
        UnderWay mine = new UnderWay(core.name, context.id());
        UnderWay other = RUNNING.compareAndExchange(null, mine);
        if (other != null) {
            String name = OperationName.LOAD_TEST.text();
            throw new OperationInProgress(other.pool(), name, name, other.id());
        }
        try {
            return operations.beside(
                    OperationName.LOAD_TEST, context, work -> new LoadRun<>(core, plan, context, acquire).run(work));
        } finally {
            RUNNING.compareAndSet(mine, null);
        }
    }
}
