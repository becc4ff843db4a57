package dev.sluice.control.operation;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;

/** Finds the pools of commands, and creates and deletes pools. Thread-safe. */
public interface PoolDirectory {

    /**
     * Returns the pool of that name.
     *
     * @throws UnknownPool if no pool has that name
     */
    ManagedPool<?> pool(String name);

    /** Adds a pool. If no connection can be created, nothing has changed afterwards. */
    OperationReport create(PoolPlan plan, OperationContext context);

    /**
     * Closes a pool and removes it.
     *
     * @param forGood whether the pool is removed permanently, so that no restart creates it again
     */
    OperationReport delete(String name, CloseMode mode, Duration patience, boolean forGood, OperationContext context);
}
