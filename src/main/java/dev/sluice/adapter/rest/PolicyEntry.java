package dev.sluice.adapter.rest;

import dev.sluice.admission.GateRules;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.ValueSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * A group of rules as a client can change them, with all data for a form.
 *
 * @param name the name of the group among the rules of a pool; empty for the single rules of the gate
 * @param form the form of the values: RULES, BY_LANE, GROUP or BY_NAME
 * @param description the effect
 * @param rules the rules of the group
 */
public record PolicyEntry(String name, RuleForm form, String description, List<CatalogueEntry.Parameter> rules) {

    /** The form of the values of a group, among the rules of a pool. */
    public enum RuleForm {
        /** Each rule is a field by itself. */
        RULES,
        /** The group is an object with a value of its rule for each lane. */
        BY_LANE,
        /** The group is an object of its rules, or null while it is off. */
        GROUP,
        /** The group is an object with such an object for each name. */
        BY_NAME
    }

    /** Returns all groups, in the order of the documentation. */
    static List<PolicyEntry> all() {
        return Stream.concat(gate(), PoolPolicies.DECLARATIONS.stream().map(PolicyEntry::of))
                .toList();
    }

    private static Stream<PolicyEntry> gate() {
        return Stream.of(
                of(
                        "",
                        RuleForm.RULES,
                        "The order of waiters, and the callers that the gate refuses.",
                        GateRules.SINGLE),
                byLane(GateRules.MAX_WAITERS_BY_LANE),
                byLane(GateRules.RESERVED),
                of("shedding", RuleForm.GROUP, "Refuses waiters under sustained overload.", GateRules.SHEDDING),
                of("tenants", RuleForm.BY_NAME, "Shares of tenants, by their names.", GateRules.SHARE),
                of("otherTenants", RuleForm.GROUP, "The share of each tenant without a name.", GateRules.SHARE));
    }

    private static PolicyEntry byLane(ValueSpec<Integer> rule) {
        return of(rule.name(), RuleForm.BY_LANE, rule.description(), List.of(rule));
    }

    private static PolicyEntry of(PolicyDeclaration<?> policy) {
        return of(policy.name(), RuleForm.GROUP, policy.description(), policy.rules());
    }

    private static PolicyEntry of(String name, RuleForm form, String description, List<? extends ValueSpec<?>> rules) {
        return new PolicyEntry(
                name,
                form,
                description,
                rules.stream().map(CatalogueEntry.Parameter::of).toList());
    }
}
