package dev.sluice.control.policy;

import dev.sluice.admission.GateRules;
import dev.sluice.admission.Priority;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import dev.sluice.value.ValueSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The place of a rule in a policy. A key has two spellings: {@code max-waiters-by-lane.high} in a configuration, and
 * {@code maxWaitersByLane.HIGH} in JSON. Names of tenants are the same in both, in quotes where a configuration needs
 * them. Immutable.
 *
 * @param path the names from the root to the rule, as in JSON
 */
public record RuleKey(List<String> path) {

    /** The key of the policy itself. */
    static final RuleKey ROOT = new RuleKey(List.of());

    private static final int DEEPEST = 4;
    private static final int LONGEST_SHOWN = 100;
    private static final Set<String> BY_LANE =
            GateRules.BY_LANE.stream().map(ValueSpec::name).collect(Collectors.toUnmodifiableSet());
    private static final String BY_TENANT = "tenants";
    private static final Pattern PART = Pattern.compile("\\.?(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\".]++))(?=\\.|$)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    /** Copies the path. */
    public RuleKey {
        path = List.copyOf(path);
    }

    /**
     * Reads a key in the spelling of a configuration or of JSON.
     *
     * @throws BadValue if the text is no key
     */
    public static RuleKey parse(String text) {
        List<String> path = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int end = 0;
        while (path.size() < DEEPEST && part.region(end, text.length()).lookingAt()) {
            String quoted = part.group(1);
            path.add(quoted == null ? part.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
            end = part.end();
        }
        if (path.isEmpty() || end < text.length() || text.startsWith(".")) {
            throw BadValue.ofText("key", "must be the name of a rule", shortened(text));
        }
        RuleKey key = ROOT;
        for (String name : path) {
            key = key.child(key.isByTenant() ? name : key.isByLane() ? name.toUpperCase(Locale.ROOT) : camel(name));
        }
        return key;
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    /** Returns the key of a member of this group. */
    public RuleKey child(String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return new RuleKey(longer);
    }

    /** Returns the key with a remark in place of each name that can be none. */
    RuleKey shown() {
        RuleKey shown = ROOT;
        RuleKey above = ROOT;
        for (String name : path) {
            shown = shown.child(above.isByTenant() ? GivenText.label(name) : GivenText.name(name));
            above = above.child(name);
        }
        return shown;
    }

    /** Returns whether the names below the key are lanes. */
    boolean isByLane() {
        return path.size() == 1 && BY_LANE.contains(path.get(0));
    }

    /** Returns whether the names below the key are tenants. */
    boolean isByTenant() {
        return path.size() == 1 && path.get(0).equals(BY_TENANT);
    }

    /** Returns the key as written in JSON, with the names joined by dots. */
    public String inJson() {
        return String.join(".", path);
    }

    /** Returns the key as written in a configuration. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        RuleKey above = ROOT;
        for (String name : path) {
            text.append(text.isEmpty() ? "" : ".").append(above.spell(name));
            above = above.child(name);
        }
        return text.toString();
    }

    private String spell(String name) {
        if (isByTenant()) {
            return PLAIN.matcher(name).matches() ? name : '"' + name.replaceAll("([\"\\\\])", "\\\\$1") + '"';
        }
        return isByLane() ? name.toLowerCase(Locale.ROOT) : kebab(name);
    }

    static String lanes() {
        return Arrays.stream(Priority.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String camel(String kebab) {
        return Pattern.compile("-([a-z])")
                .matcher(kebab)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
