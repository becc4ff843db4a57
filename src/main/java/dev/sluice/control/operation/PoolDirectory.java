package dev.sluice.control.operation;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;

/** Where commands find the pool they are for, and where pools come and go. Thread-safe. */
public interface PoolDirectory {

    /**
     * The pool of that name.
     *
     * @throws UnknownPool if there is none
     */
    ManagedPool<?> pool(String name);

    /** Adds a pool. If it cannot get a single connection, nothing has changed afterwards. */
    OperationReport create(PoolPlan plan, OperationContext context);

    /**
     * Closes a pool and takes it out.
     *
     * @param forGood whether it is also taken out of where it is kept beyond a restart
     */
    OperationReport delete(String name, CloseMode mode, Duration patience, boolean forGood, OperationContext context);
}
