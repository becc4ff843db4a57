package dev.sluice.control.policy;

import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes rules on one line: {@code aging=2s, reserved.high=1, tenants."a, b".cap=3}. */
final class RuleText {

    private static final Pattern ASSIGNMENT = Pattern.compile(
            "\\s*+((?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\"=,;\\r\\n]++)++)=([^,;\\r\\n]*+)(?:[,;\\r\\n]|$)");
    private static final Pattern NOTHING = Pattern.compile("[\\s,;]*");

    private RuleText() {}

    static Map<String, @Nullable Object> parse(String text) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Matcher assignment = ASSIGNMENT.matcher(text);
        int end = 0;
        while (assignment.region(end, text.length()).lookingAt()) {
            String value = assignment.group(2).trim();
            put(tree, RuleKey.parse(assignment.group(1).trim()), value.isEmpty() ? null : value);
            end = assignment.end();
        }
        String rest = text.substring(end);
        if (!NOTHING.matcher(rest).matches()) {
            throw BadValue.ofText(
                    "rules",
                    "are written as key=value, separated by commas, as in aging=2s, reserved.high=1",
                    RuleKey.shortened(rest));
        }
        return tree;
    }

    /** Adds a value at the place of its key. Refuses a second value for the same key. */
    @SuppressWarnings("unchecked") // this class has created all groups of the tree
    static void put(Map<String, @Nullable Object> tree, RuleKey key, @Nullable Object value) {
        List<String> path = key.path();
        Map<String, @Nullable Object> group = tree;
        for (String name : path.subList(0, path.size() - 1)) {
            if (!group.containsKey(name)) {
                group.put(name, new LinkedHashMap<String, @Nullable Object>());
            }
            if (!(group.get(name) instanceof Map<?, ?> inner)) {
                throw twice(key);
            }
            group = (Map<String, @Nullable Object>) inner;
        }
        String last = path.get(path.size() - 1);
        if (group.containsKey(last)) {
            throw twice(key);
        }
        group.put(last, value);
    }

    private static BadRule twice(RuleKey key) {
        return new BadRule(key, "is given twice, or together with its group");
    }

    static String write(RuleKey at, Map<?, ?> tree) {
        List<String> assignments = new ArrayList<>();
        write(at, tree, assignments);
        return String.join(", ", assignments);
    }

    private static void write(RuleKey at, Map<?, ?> tree, List<String> assignments) {
        tree.forEach((name, value) -> {
            RuleKey key = at.child(String.valueOf(name));
            if (value instanceof Map<?, ?> group) {
                write(key, group, assignments);
            } else if (value != null) {
                assignments.add(key + "=" + value);
            }
        });
    }
}
