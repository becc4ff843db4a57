package dev.sluice.pool;

import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.BadValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies in force, each carried out by its part. While no policy concerns callers, an acquire only reads one
 * field, see {@link LeaseSteps}. Thread-safe.
 */
final class ActivePolicies<R> {

    private final PoolCore<R> core;
    private final List<PolicyPart> parts;
    private volatile CallerRules rules = CallerRules.NONE;

    ActivePolicies(PoolCore<R> core, List<PolicyPart> parts) {
        this.core = core;
        this.parts = List.copyOf(parts);
        refresh();
    }

    /** Puts the policies of the present settings in force, with effect on the next acquire; none after the end. */
    synchronized void refresh() {
        PoolPolicies inForce = core.state() == PoolState.STOPPED ? PoolPolicies.NONE : core.config.policies();
        parts.forEach(part -> part.apply(inForce));
        CallerRules now = new CallerRules(parts);
        rules = now;
        core.steps.set(LeaseSteps.LeaseStep.RULES, !now.isEmpty());
    }

    /** Passes on the start of the pool, once. */
    void started() {
        parts.forEach(PolicyPart::started);
    }

    /** Passes on the end of a reset. */
    void afterReset() {
        parts.forEach(PolicyPart::afterReset);
    }

    /**
     * Checks that this pool can carry out the policies.
     *
     * @throws BadValue with the key and the reason, if it cannot
     */
    void check(PoolPolicies policies) {
        parts.forEach(part -> part.check(policies));
    }

    /** Returns the rules for callers at this moment. */
    CallerRules rules() {
        return rules;
    }

    /** Returns the state of each policy that is on, in words, by its name. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        for (PolicyPart part : parts) {
            String state = part.state();
            if (state != null) {
                states.put(part.name(), state);
            }
        }
        return states;
    }
}
