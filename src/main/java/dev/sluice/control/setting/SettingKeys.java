package dev.sluice.control.setting;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spellings of keys of settings: {@code admission.fail-fast} in a configuration, {@code admission.failFast} in JSON.
 * Users choose some parts of keys themselves, such as the name of a tenant; these parts have one spelling only.
 */
public final class SettingKeys {

    /** Groups of keys whose next part is a name: lanes, tenants, properties of a driver. */
    private static final Set<String> NAMED_BY_USERS =
            Set.of("driver-properties", "admission.tenants", "admission.reserved", "admission.max-waiters-by-lane");

    private static final Pattern PART = Pattern.compile("\"[^\"]*\"|[^.]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private SettingKeys() {}

    /** Returns the key in the spelling of a configuration. */
    public static String of(String key) {
        StringBuilder spelt = new StringBuilder();
        Matcher part = PART.matcher(key);
        int end = 0;
        while (part.find()) {
            boolean isName = NAMED_BY_USERS.contains(spelt.toString());
            String text = key.substring(part.start(), part.end());
            String gap = key.substring(end, part.start());
            spelt.append(gap).append(isName ? text : hyphened(text));
            end = part.end();
        }
        return spelt.append(key.substring(end)).toString();
    }

    /** Returns the key of a part of a group; the name of a part that has other characters than keys is quoted. */
    public static String below(String group, String name) {
        boolean isName = NAMED_BY_USERS.contains(of(group));
        return group + "." + (!isName || PLAIN.matcher(name).matches() ? name : '"' + name + '"');
    }

    /** Returns the key in the spelling of JSON. */
    public static String inJson(String key) {
        return HYPHEN.matcher(key)
                .replaceAll(letter -> String.valueOf(letter.group(1)).toUpperCase(Locale.ROOT));
    }

    private static String hyphened(String part) {
        return part.startsWith("\"") ? part : HUMP.matcher(part).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
