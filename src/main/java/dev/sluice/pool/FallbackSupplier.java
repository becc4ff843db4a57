package dev.sluice.pool;

import dev.sluice.pool.failure.PoolSaturated;
import org.jspecify.annotations.Nullable;

/**
 * Gives substitutes to callers of a full pool, for the policy degradation. For example: a connection to a replica, or
 * an object that answers from a cache. Called on the threads of the callers, many at the same time, outside all locks.
 *
 * @param <T> the type of a substitute
 */
@FunctionalInterface
public interface FallbackSupplier<T> {

    /**
     * Returns a substitute for one caller. A null result or an exception lets the caller receive the refusal.
     *
     * @param request the request of the caller
     * @param refusal the refusal that the caller would receive
     */
    @Nullable
    T supply(AcquireRequest request, PoolSaturated refusal) throws Exception;

    /**
     * Returns whether the calling thread can use a substitute now (default true). If not, the caller waits as without
     * the policy.
     */
    default boolean offers(AcquireRequest request) {
        return true;
    }

    /** Receives a substitute whose lease has ended. Does nothing by default. */
    default void ended(T substitute) {}
}
