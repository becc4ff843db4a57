package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.GateRules;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.BadValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules of a pool as written, not yet checked: a tree of names and values, like a JSON object. A null value counts as
 * omitted. {@link #toRules()} checks all rules, and refuses all if one is invalid. Immutable.
 */
public final class PolicyRules {

    private final Map<?, ?> tree;

    private PolicyRules(Map<?, ?> tree) {
        this.tree = tree;
    }

    /** Returns the rules of a JSON object: names with texts, numbers, truth values, nulls and objects. */
    public static PolicyRules ofTree(Map<?, ?> tree) {
        return new PolicyRules(tree);
    }

    /** Returns the keys of all rules as in a configuration, with {@code <lane>} and {@code <name>} for names. */
    public static List<String> keys() {
        Stream<String> policies = PoolPolicies.DECLARATIONS.stream()
                .flatMap(policy -> policy.rules().stream().map(rule -> policy.key() + "." + rule.key()));
        return Stream.concat(GateRules.keys().stream(), policies).toList();
    }

    /** Returns all rules of a gate. */
    public static PolicyRules of(AdmissionPolicy policy) {
        return of(new PoolRules(policy, PoolPolicies.NONE));
    }

    /** Returns all rules of a pool. */
    public static PolicyRules of(PoolRules rules) {
        return new PolicyRules(RecordTree.of(PolicyView.of(rules)));
    }

    /**
     * Reads rules such as {@code aging=2s, reserved.high=1}, in the spelling of a configuration, separated by commas,
     * semicolons or line ends. A key without a value restores the default of its rule.
     *
     * @throws BadValue if the text cannot be read, or has a rule twice
     */
    public static PolicyRules ofText(String text) {
        return new PolicyRules(RuleText.parse(text));
    }

    /** Returns a single rule, or a whole group of rules. An empty value restores the default of a rule. */
    public static PolicyRules ofKey(String key, @Nullable String value) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        RuleText.put(tree, RuleKey.parse(key.trim()), value == null || value.isBlank() ? null : value.trim());
        return new PolicyRules(tree);
    }

    /**
     * Returns these rules with changes as in RFC 7396 (JSON merge patch). Rules that the patch does not name stay; null
     * restores a default.
     */
    public PolicyRules patchedBy(PolicyRules patch) {
        return new PolicyRules(merge(tree, patch.tree));
    }

    private static Map<?, ?> merge(Map<?, ?> target, Map<?, ?> patch) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(target);
        patch.forEach((name, value) -> {
            if (value instanceof Map<?, ?> group) {
                merged.put(name, merge(merged.get(name) instanceof Map<?, ?> old ? old : Map.of(), group));
            } else {
                merged.put(name, value); // a null counts as omitted, but its name is checked
            }
        });
        return merged;
    }

    /**
     * Returns the checked rules. Omitted rules have their defaults, and omitted policies are off.
     *
     * @throws BadRule if a rule is invalid
     */
    public PoolRules toRules() {
        return PolicyTable.read(new Rule(RuleKey.ROOT, tree));
    }

    /** Returns the rules of the gate of {@link #toRules()}. */
    public AdmissionPolicy toPolicy() {
        return toRules().admission();
    }

    /** Returns the rules in the form that {@link #ofText} reads, without rules that have no value. */
    @Override
    public String toString() {
        return RuleText.write(RuleKey.ROOT, tree);
    }
}
