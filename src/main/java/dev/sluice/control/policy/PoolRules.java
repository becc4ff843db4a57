package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.policy.PoolPolicies;

/**
 * All rules of a pool, checked. Immutable.
 *
 * @param admission the rules of the gate
 * @param policies the policies beyond the gate
 */
public record PoolRules(AdmissionPolicy admission, PoolPolicies policies) {

    /** Returns the rules of these settings. */
    public static PoolRules of(PoolConfig config) {
        return new PoolRules(config.admission(), config.policies());
    }

    /** Puts the rules into settings. */
    public PoolConfig.Builder into(PoolConfig.Builder settings) {
        return settings.admission(admission).policies(policies);
    }
}
