package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules of a gate as they were written, not checked yet: a tree of names and values, as of a JSON object. A value of
 * null says "as if it were not written". {@link #toPolicy()} checks them all; either all are good, or none is taken.
 * Immutable.
 */
public final class PolicyRules {

    private final Map<?, ?> tree;

    private PolicyRules(Map<?, ?> tree) {
        this.tree = tree;
    }

    /** Rules as a JSON object has them: names, and texts, numbers, truth values, nulls and objects. */
    public static PolicyRules ofTree(Map<?, ?> tree) {
        return new PolicyRules(tree);
    }

    /** Returns all rules of a policy. */
    public static PolicyRules of(AdmissionPolicy policy) {
        return new PolicyRules(RecordTree.of(PolicyView.of(policy)));
    }

    /**
     * Rules as {@code aging=2s, reserved.high=1}, in the spelling of a configuration, separated by commas,
     * semicolons or line ends. A key without a value is that of a rule that is taken back.
     *
     * @throws IllegalArgumentException if it cannot be read, or says something twice
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

    /** These, changed by others after RFC 7396 (JSON merge patch): what they do not name stays, null takes back. */
    public PolicyRules patchedBy(PolicyRules patch) {
        return new PolicyRules(merge(tree, patch.tree));
    }

    private static Map<?, ?> merge(Map<?, ?> target, Map<?, ?> patch) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(target);
        patch.forEach((name, value) -> {
            if (value instanceof Map<?, ?> group) {
                merged.put(name, merge(merged.get(name) instanceof Map<?, ?> old ? old : Map.of(), group));
            } else {
                merged.put(name, value); // a null says the same as no rule, but that the name is looked at
            }
        });
        return merged;
    }

    /**
     * The policy that they make; what they do not say has its default.
     *
     * @throws BadRule if one of them makes no sense
     */
    public AdmissionPolicy toPolicy() {
        return PolicyTable.read(new Rule(RuleKey.ROOT, tree));
    }

    /** In the form that {@link #ofText} reads, without those that have no value. */
    @Override
    public String toString() {
        return RuleText.write(RuleKey.ROOT, tree);
    }
}
