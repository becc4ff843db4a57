package dev.sluice.control;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.Unsupported;

/** Creates pools while the application runs, and keeps their parts. Thread-safe. */
public interface PoolFactory {

    /** The usual maximum number of pools. */
    int MOST_POOLS = 200;

    /** Returns the number of pools of the manager, of any origin, from which on no further pool is created. */
    default int mostPools() {
        return MOST_POOLS;
    }

    /**
     * Creates a pool that is not started and connects to nothing. The caller must finally pass the pool to {@link
     * #forget}.
     *
     * @throws BadSetting if a setting is invalid
     */
    ManagedPool<?> make(PoolPlan plan);

    /**
     * Keeps a working pool. The application then finds it by its name; after a restart, too, if the plan requires it.
     *
     * @throws IllegalStateException if the pool cannot be kept beyond a restart; then nothing has changed
     */
    void keep(PoolPlan plan, ManagedPool<?> pool);

    /**
     * Checks that the pool may be deleted.
     *
     * @throws Unsupported if another owner, such as a data source, needs the pool
     */
    void checkDeletable(ManagedPool<?> pool);

    /**
     * Removes a closed pool, and ends its threads.
     *
     * @param forGood whether the pool is removed permanently, so that no restart creates it again
     * @return a remark for the operator, or an empty text
     */
    String forget(ManagedPool<?> pool, boolean forGood);
}
