package dev.sluice.control.policy;

import dev.sluice.admission.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule, or a group of them, as it was written. Read as what it should be, or refused.
 *
 * @param key where it stands
 * @param value a text, a number, a truth value, or the members of the group by name; null if it is taken back
 */
record Rule(RuleKey key, @Nullable Object value) {

    private static final int LONGEST_NAME = 100;

    BadRule bad(String problem) {
        return new BadRule(key, problem);
    }

    private BadRule not(String what) {
        String given = value instanceof Map ? "a group of rules" : value instanceof Iterable ? "a list" : quoted();
        return bad("must be " + what + ": " + given);
    }

    private String quoted() {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }

    private String text() {
        return value instanceof Map || value instanceof Iterable
                ? ""
                : String.valueOf(value).trim();
    }

    int number() {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException e) {
            throw not("a whole number");
        }
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw not("true or false");
        };
    }

    Duration duration() {
        Duration duration = Durations.parse(text());
        if (duration == null) {
            throw not("a duration, as 1s, 500ms, 1m30s or PT1S");
        }
        return duration;
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text()))
                .findFirst()
                .orElseThrow(() -> not(
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(" or "))));
    }

    Map<Priority, Integer> byLane() {
        Map<Priority, Integer> lanes = new EnumMap<>(Priority.class);
        members().forEach((name, rule) -> {
            Priority lane = rule.lane(name);
            if (rule.isSaid()) {
                lanes.put(lane, rule.number());
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
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw bad("is no tenant's name: at most " + LONGEST_NAME + " characters, not blank, no control characters");
        }
        return name;
    }

    /** Whether there is a value. */
    boolean isSaid() {
        return value != null;
    }

    /** The rules of the group, by their names. */
    Map<String, Rule> members() {
        if (!(value instanceof Map<?, ?> group)) {
            throw not("a group of rules");
        }
        Map<String, Rule> members = new LinkedHashMap<>();
        group.forEach(
                (name, member) -> members.put(String.valueOf(name), new Rule(key.child(String.valueOf(name)), member)));
        return members;
    }
}
