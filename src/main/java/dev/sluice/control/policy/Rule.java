package dev.sluice.control.policy;

import dev.sluice.admission.Priority;
import dev.sluice.value.GivenText;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule or a group of rules as written, which is read as the required type or refused.
 *
 * @param key the place of the rule in the policy
 * @param value a text, a number, a truth value, or the members of a group by name; null to restore the default
 */
record Rule(RuleKey key, @Nullable Object value) {

    BadRule bad(String problem) {
        return new BadRule(key, problem);
    }

    /** Reads the value as one of this type. */
    <T> T read(ValueType<T> type) {
        T read = value instanceof Map || value instanceof Iterable ? null : type.parse(String.valueOf(value));
        if (read == null) {
            throw not(type.rule());
        }
        return read;
    }

    private BadRule not(String rule) {
        String given = value instanceof Map ? "a group of rules" : value instanceof Iterable ? "a list" : quoted();
        return new BadRule(key, rule, given);
    }

    private String quoted() {
        return value instanceof String text ? GivenText.value(text) : String.valueOf(value);
    }

    Map<Priority, Integer> byLane(ValueSpec<Integer> declaration) {
        Map<Priority, Integer> lanes = new EnumMap<>(Priority.class);
        members().forEach((name, rule) -> {
            Priority lane = rule.lane(name);
            if (rule.isSaid()) {
                lanes.put(lane, rule.read(declaration.type()));
            }
        });
        return lanes;
    }

    private Priority lane(String name) {
        try {
            return Priority.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw bad("is of no lane; the lanes are " + RuleKey.lanes());
        }
    }

    <T> Map<String, T> byTenant(Function<Rule, T> read) {
        Map<String, T> all = new LinkedHashMap<>();
        members().forEach((name, rule) -> {
            if (rule.isSaid()) {
                all.put(rule.tenant(name), read.apply(rule));
            }
        });
        return all;
    }

    private String tenant(String name) {
        String tenant = Values.TENANT.parse(name);
        if (tenant == null) {
            throw bad("is no name of a tenant, which must be " + Values.TENANT.kind());
        }
        return tenant;
    }

    /** Returns whether the rule has a value. */
    boolean isSaid() {
        return value != null;
    }

    /** Returns the rules of the group, by their names. */
    Map<String, Rule> members() {
        if (!(value instanceof Map<?, ?> group)) {
            throw not("must be a group of rules");
        }
        Map<String, Rule> members = new LinkedHashMap<>();
        group.forEach(
                (name, member) -> members.put(String.valueOf(name), new Rule(key.child(String.valueOf(name)), member)));
        return members;
    }
}
