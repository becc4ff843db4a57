package dev.sluice.control.operation;

import dev.sluice.control.setting.BadSetting;
import dev.sluice.value.BadValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Collects the texts of parameters or settings by their names, each name once. For one thread. */
public final class GivenTexts {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Creates the refusal of a name, by the broken rule. */
    private final BiFunction<String, String, BadValue> refusal;

    /** Creates an empty collection of parameters. */
    public GivenTexts() {
        this(BadValue::of);
    }

    private GivenTexts(BiFunction<String, String, BadValue> refusal) {
        this.refusal = refusal;
    }

    /** Returns an empty collection of settings of a pool, which refuses a name with a {@link BadSetting}. */
    public static GivenTexts ofSettings() {
        return new GivenTexts(BadSetting::new);
    }

    /**
     * Adds a text.
     *
     * @throws BadValue if the name has a text already
     */
    public void add(String name, String text) {
        if (texts.putIfAbsent(name, text) != null) {
            BadValue twice = BadValue.twice(name);
            throw refusal.apply(twice.name(), twice.rule());
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
            if (key.isEmpty()) {
                throw BadValue.of(
                        name,
                        "must be key=value, separated by commas, each key once;"
                                + " a comma in a value is written \\,");
            }
            if (pairs.put(key, value) != null) {
                throw BadValue.twice(key);
            }
        }
        return pairs;
    }

    /** Returns the texts by their names, in the order in which they were added. */
    public Map<String, String> texts() {
        return new LinkedHashMap<>(texts);
    }
}
