package dev.sluice.adapter.quarkus;

import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PoolRules;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.policy.PoolPolicies;
import java.util.Map;

/** Translates the configured policies of a pool, which are texts by policy and rule. */
final class PolicySettings {

    private PolicySettings() {}

    /**
     * Returns the policies of {@code base}, with the configured rules.
     *
     * @throws IllegalArgumentException whose message begins with the key
     */
    static PoolPolicies over(PoolConfig base, Map<String, Map<String, String>> settings) {
        if (settings.values().stream().allMatch(Map::isEmpty)) {
            return base.policies(); // the usual case, as in AdmissionSettings
        }
        PolicyRules rules = PolicyRules.of(new PoolRules(base.admission(), base.policies()));
        for (Map.Entry<String, Map<String, String>> policy : settings.entrySet()) {
            for (Map.Entry<String, String> rule : policy.getValue().entrySet()) {
                rules = rules.patchedBy(PolicyRules.ofKey(policy.getKey() + "." + rule.getKey(), rule.getValue()));
            }
        }
        return rules.toRules().policies();
    }
}
