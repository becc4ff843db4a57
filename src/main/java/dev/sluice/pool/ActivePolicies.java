package dev.sluice.pool;

import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import dev.sluice.value.BadValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force, each carried out by its part. While no policy concerns callers, an acquire only reads one
 * field. Thread-safe.
 */
final class ActivePolicies<R> {

    private final PoolCore<R> core;
    private final List<PolicyPart> parts;
    private volatile AcquireRule @Nullable [] acquireRules;

    ActivePolicies(PoolCore<R> core, List<PolicyPart> parts) {
        this.core = core;
        this.parts = List.copyOf(parts);
        refresh();
    }

    /** Puts the policies of the present settings in force, with effect on the next acquire; none after the end. */
    synchronized void refresh() {
        PoolPolicies now = core.state() == PoolState.STOPPED ? PoolPolicies.NONE : core.config.policies();
        parts.forEach(part -> part.apply(now));
        AcquireRule[] rules = parts.stream()
                .map(PolicyPart::acquireRule)
                .filter(Objects::nonNull)
                .toArray(AcquireRule[]::new);
        acquireRules = rules.length == 0 ? null : rules;
        core.steps.set(AcquireSteps.AcquireStep.RULES, rules.length > 0);
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

    /** Returns whether {@link #admit} would do anything. */
    boolean concernCallers() {
        return acquireRules != null;
    }

    /** Lets a caller pass all rules, in the order of the policies. */
    void admit(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        AcquireRule[] rules = acquireRules;
        if (rules != null) {
            for (AcquireRule rule : rules) {
                rule.admit(request, deadline);
            }
        }
    }

    /** Records the lease of a caller that was admitted. */
    void leased(AcquireRequest request, Slot<R> slot) {
        AcquireRule[] rules = acquireRules;
        if (rules != null) {
            for (AcquireRule rule : rules) {
                rule.leased(request, slot);
            }
        }
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
