package dev.sluice.control;

import dev.sluice.control.operation.BadSetting;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.Unsupported;

/** Makes pools while the application runs, and keeps what belongs to them. Thread-safe. */
public interface PoolFactory {

    /**
     * Makes a pool, which is not started, and connects to nothing. Whoever has it made sees to it that it comes to
     * {@link #forget} in the end.
     *
     * @throws BadSetting if a setting makes no sense
     */
    ManagedPool<?> make(PoolPlan plan);

    /**
     * Keeps a pool that works: the application finds it by its name, and again after a restart if the plan says so.
     *
     * @throws IllegalStateException if it cannot be kept beyond a restart; nothing has changed then
     */
    void keep(PoolPlan plan, ManagedPool<?> pool);

    /**
     * Checks that the pool may be deleted.
     *
     * @throws Unsupported if another owner, such as a data source, needs the pool
     */
    void checkDeletable(ManagedPool<?> pool);

    /**
     * Takes a pool that is closed out, and ends its threads.
     *
     * @param forGood whether it is not to be there again after a restart
     * @return what is to be said about it, or an empty text
     */
    String forget(ManagedPool<?> pool, boolean forGood);
}
