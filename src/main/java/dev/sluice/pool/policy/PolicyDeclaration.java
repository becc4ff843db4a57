package dev.sluice.pool.policy;

import dev.sluice.pool.statistic.RecordShape;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a policy: its name and the rules that its record has as components, in the same order. The reader
 * of policies on every surface, the schema of OpenAPI, the descriptions in JMX and the tables of the documentation are
 * derived from it. Immutable and thread-safe.
 *
 * @param <P> the record with the values of the rules
 */
public final class PolicyDeclaration<P extends Record> {

    private final String name;
    private final String description;
    private final Class<P> type;
    private final List<ValueSpec<?>> rules;
    private final RecordShape<P> shape;

    /**
     * Creates the declaration of a policy.
     *
     * @param name the name in camel case, which is that of the component of {@link PoolPolicies}
     * @param description the effect, in one sentence
     * @param type the record; its constructor refuses invalid values with a {@link BadValue} that names the rule
     * @param rules a declaration for each component of the record
     */
    PolicyDeclaration(String name, String description, Class<P> type, List<ValueSpec<?>> rules) {
        this.name = name;
        this.description = description;
        this.type = type;
        this.rules = List.copyOf(rules);
        this.shape = new RecordShape<>(type);
    }

    /** Returns the name in camel case. */
    public String name() {
        return name;
    }

    /** Returns the name as in a configuration, such as {@code rate-limit}. */
    public String key() {
        return ValueSpec.optional(name, rules.get(0).type(), "", "").key();
    }

    /** Returns the effect, in one sentence. */
    public String description() {
        return description;
    }

    /** Returns the type of the record. */
    public Class<P> type() {
        return type;
    }

    /** Returns the declarations of the rules. */
    public List<ValueSpec<?>> rules() {
        return rules;
    }

    /**
     * Returns the policy with these values of rules, and with the defaults of the others.
     *
     * @param values the given values by the names of the rules
     * @throws BadValue if the values do not fit together
     */
    public P of(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> all = new HashMap<>();
        rules.forEach(rule -> all.put(rule.name(), rule.otherwise()));
        all.putAll(values);
        return shape.ofValues(all);
    }

    /** Returns the values of a policy by the names of its rules, in their order. */
    public Map<String, @Nullable Object> values(Record policy) {
        Map<String, @Nullable Object> unordered = shape.values(type.cast(policy));
        Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
        rules.forEach(rule -> ordered.put(rule.name(), unordered.get(rule.name())));
        return ordered;
    }
}
