package dev.sluice.pool.policy;

import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * NamedRates by name, as text {@code acme:10/s+5 *:2/s}. The name {@code *} stands for each name that has no rate of its own,
 * and {@code key:*} for each such value of a key. Each of these names is counted by itself. Immutable.
 *
 * @param byName the rates by name, in the order of the text
 */
public record NamedRates(Map<String, Rate> byName) implements TextValue {

    /** The name for all other names. */
    public static final String OTHERS = "*";

    /** Maximum number of names. */
    static final int MOST_NAMES = 100;

    /** Copies the map. */
    public NamedRates {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * Returns the type of rates whose names meet a condition. The name of an item ends at its last colon.
     *
     * @param example rates of some names
     * @param rule the condition in words
     */
    static ValueType<NamedRates> type(String example, String rule, Predicate<String> isName) {
        return Values.text(
                "rates such as " + example + ", separated by spaces, at most " + MOST_NAMES + ", of " + rule,
                text -> parse(text.strip(), isName));
    }

    private static @Nullable NamedRates parse(String text, Predicate<String> isName) {
        Map<String, Rate> rates = new LinkedHashMap<>();
        for (String item : text.split(" +", -1)) {
            int colon = item.lastIndexOf(':');
            Rate rate = colon < 1 ? null : Rate.parse(item.substring(colon + 1));
            String name = colon < 1 ? "" : item.substring(0, colon);
            if (rate == null || !isName.test(name) || rates.put(name, rate) != null) {
                return null;
            }
        }
        return rates.size() > MOST_NAMES ? null : new NamedRates(rates);
    }

    /** Returns the rate of a name: its own, that of all values of its key, that of all others, or null. */
    @Nullable
    Rate of(String name) {
        Rate own = byName.get(name);
        if (own == null && name.indexOf(':') > 0) {
            own = byName.get(name.substring(0, name.indexOf(':') + 1) + OTHERS);
        }
        return own == null ? byName.get(OTHERS) : own;
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(rate -> rate.getKey() + ":" + rate.getValue())
                .collect(Collectors.joining(" "));
    }
}
