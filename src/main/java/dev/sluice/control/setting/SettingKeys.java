package dev.sluice.control.setting;

import dev.sluice.admission.GateRules;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The spellings of keys of settings: {@code admission.fail-fast} in a configuration, {@code admission.failFast} in JSON.
 * Users choose some parts of keys themselves, such as the name of a tenant; these parts have one spelling only.
 */
public final class SettingKeys {

    /** Groups of keys whose next part is a lane. */
    private static final Set<String> BY_LANE =
            GateRules.BY_LANE.stream().map(rule -> "admission." + rule.key()).collect(Collectors.toUnmodifiableSet());

    /** Groups of keys whose next part is a name: lanes, tenants, properties of a driver. */
    private static final Set<String> NAMED_BY_USERS = Stream.concat(
                    BY_LANE.stream(), Stream.of("driver-properties", "admission.tenants"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern PART = Pattern.compile("\"[^\"]*\"|[^.]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private SettingKeys() {}

    /** Returns the key in the spelling of a configuration. */
    public static String of(String key) {
        return respelt(key, SettingKeys::hyphened, UnaryOperator.identity());
    }

    /** Returns the key in the spelling of JSON; lanes are in upper case there. */
    public static String inJson(String key) {
        return respelt(key, SettingKeys::camelCased, lane -> lane.toUpperCase(Locale.ROOT));
    }

    /**
     * Returns the key with its parts in another spelling. A name that a user chose is kept.
     *
     * @param plain spells a part that Sluice names
     * @param lane spells the name of a lane
     */
    private static String respelt(String key, UnaryOperator<String> plain, UnaryOperator<String> lane) {
        StringBuilder spelt = new StringBuilder();
        StringBuilder above = new StringBuilder(); // in the spelling of a configuration
        Matcher part = PART.matcher(key);
        int end = 0;
        while (part.find()) {
            String group = above.toString();
            boolean isName = NAMED_BY_USERS.contains(group);
            String text = key.substring(part.start(), part.end());
            String gap = key.substring(end, part.start());
            spelt.append(gap).append(BY_LANE.contains(group) ? lane.apply(text) : isName ? text : plain.apply(text));
            above.append(gap).append(isName ? text : hyphened(text));
            end = part.end();
        }
        return spelt.append(key.substring(end)).toString();
    }

    /** Returns the key of a part of a group; the name of a part that has other characters than keys is quoted. */
    public static String below(String group, String name) {
        boolean isName = NAMED_BY_USERS.contains(of(group));
        return group + "." + (!isName || PLAIN.matcher(name).matches() ? name : '"' + name + '"');
    }

    private static String hyphened(String part) {
        return part.startsWith("\"") ? part : HUMP.matcher(part).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static String camelCased(String part) {
        return part.startsWith("\"")
                ? part
                : HYPHEN.matcher(part)
                        .replaceAll(letter -> String.valueOf(letter.group(1)).toUpperCase(Locale.ROOT));
    }
}
