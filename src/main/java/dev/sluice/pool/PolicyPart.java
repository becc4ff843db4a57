package dev.sluice.pool;

import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.BadValue;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pool that carries out one policy. {@link ActivePolicies} calls {@link #apply} on one thread at a time;
 * the other methods must be thread-safe.
 */
interface PolicyPart {

    /** Returns the name of the policy. */
    String name();

    /**
     * Checks that this pool can carry out the policy.
     *
     * @throws BadValue with the key and the reason, if it cannot
     */
    default void check(PoolPolicies policies) {}

    /** Puts the policy in force from now on; does nothing if it is the same as before. */
    void apply(PoolPolicies policies);

    /** Returns the state in words, for operators; null while the policy is off. */
    @Nullable
    String state();

    /** Receives the start of the pool, after the attempts to create the minimum and before the pool is running. */
    default void started() {}

    /** Receives the end of a reset. */
    default void afterReset() {}

    /** Returns the rule for callers at this moment, or null if the policy does not concern them. */
    default @Nullable AcquireRule acquireRule() {
        return null;
    }

    /** Returns the rule that receives leases at this moment, or null if the policy does without them. */
    default @Nullable LeaseRule leaseRule() {
        return null;
    }
}
