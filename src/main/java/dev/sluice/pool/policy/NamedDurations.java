package dev.sluice.pool.policy;

import dev.sluice.time.SpanText;
import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Durations by name, as text {@code background:10m low:1m}. Immutable.
 *
 * @param byName the durations by name, in the order of the text
 */
public record NamedDurations(Map<String, Duration> byName) implements TextValue {

    /** Copies the map. */
    public NamedDurations {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Returns the type of durations, zero included, whose names meet a condition. */
    static ValueType<NamedDurations> type(String names, Predicate<String> isName) {
        return Values.text(
                "durations by name such as " + names + ", separated by spaces", text -> parse(text.strip(), isName));
    }

    private static @Nullable NamedDurations parse(String text, Predicate<String> isName) {
        Map<String, Duration> durations = new LinkedHashMap<>();
        for (String item : text.split(" +", -1)) {
            int colon = item.indexOf(':');
            String name = colon < 1 ? "" : item.substring(0, colon);
            Duration duration = colon < 1 ? null : Values.DURATION.parse(item.substring(colon + 1));
            if (duration == null || !isName.test(name) || durations.put(name, duration) != null) {
                return null;
            }
        }
        return new NamedDurations(durations);
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(each ->
                        each.getKey() + ":" + SpanText.exact(each.getValue()).replace(" ", ""))
                .collect(Collectors.joining(" "));
    }
}
