package dev.sluice.control.operation;

import dev.sluice.value.BadValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects the texts of parameters or settings by their names, each name once. For one thread. */
public final class GivenTexts {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Creates an empty collection. */
    public GivenTexts() {}

    /**
     * Adds a text.
     *
     * @throws BadSetting if the name has a text already
     */
    public void add(String name, String text) {
        if (texts.putIfAbsent(name, text) != null) {
            throw new BadSetting(name, "is given twice");
        }
    }

    /**
     * Splits {@code key=value} pairs that are separated by commas. A comma in a value is written {@code \\,}.
     *
     * @param name the name of the whole text, for a refusal
     * @throws BadValue if a pair has no equals sign, or a key occurs twice
     */
    public static Map<String, String> ofPairs(String name, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : COMMA.split(text)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).trim();
            String value = pair.substring(equals + 1).trim().replace("\\,", ",");
            if (key.isEmpty() || pairs.put(key, value) != null) {
                throw BadValue.of(
                        name,
                        "must be key=value, separated by commas, each key once;"
                                + " a comma in a value is written \\,");
            }
        }
        return pairs;
    }

    /** Returns the texts by their names, in the order in which they were added. */
    public Map<String, String> texts() {
        return new LinkedHashMap<>(texts);
    }
}
