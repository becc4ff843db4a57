package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads orders as text: the name of an operation of the {@link OperationCatalogue}, and {@code key=value} pairs
 * separated by commas. A comma in a value is written {@code \\,}. The pairs may include a {@code deadline} and an
 * {@code idempotencyKey}. Settings of a new pool have the keys of a configuration.
 */
public final class CommandParser {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");
    private static final String DEADLINE = "deadline";
    private static final String KEY = "idempotencyKey";
    private static final ValueType<String> KEYS = Values.name(Order.LONGEST_KEY);

    private CommandParser() {}

    /** Returns the names of all operations. */
    public static Set<String> names() {
        return OperationCatalogue.all().stream()
                .map(OperationEntry::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Reads an order: a command, with the manner of its execution.
     *
     * @throws IllegalArgumentException that names the invalid part
     */
    public static Order order(String pool, String operation, String parameters, String actor, boolean dryRun) {
        Map<String, String> given = pairs(parameters);
        Duration deadline = Values.POSITIVE_DURATION.readIfGiven(DEADLINE, given.remove(DEADLINE));
        String key = KEYS.readIfGiven(KEY, given.remove(KEY));
        OperationEntry entry = entry(operation);
        entry.refuseUnknown(given.keySet(), List.of(DEADLINE, KEY));
        return new Order(pool, entry.command(given), actor, dryRun, deadline, key);
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException that names the invalid part
     */
    public static Command read(String operation, String parameters) {
        return read(operation, pairs(parameters));
    }

    private static Command read(String operation, Map<String, String> given) {
        return entry(operation).command(given);
    }

    private static OperationEntry entry(String operation) {
        return OperationCatalogue.find(operation)
                .orElseThrow(
                        () -> BadValue.ofText("operation", "must be one of " + String.join(", ", names()), operation));
    }

    /**
     * Splits {@code key=value} pairs, without a check of the keys.
     *
     * @throws IllegalArgumentException if a pair has no equals sign, or a key occurs twice
     */
    public static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : COMMA.split(text)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).trim();
            String value = pair.substring(equals + 1).trim().replace("\\,", ",");
            if (key.isEmpty() || pairs.put(key, value) != null) {
                throw BadValue.of(
                        "parameters",
                        "must be key=value, separated by commas, each key once;"
                                + " a comma in a value is written \\,");
            }
        }
        return pairs;
    }

    /**
     * Reads the settings of a new pool.
     *
     * @param given settings by their keys
     * @param more further settings, and persist, as text
     * @throws IllegalArgumentException that names the invalid part
     */
    public static Command createPool(Map<String, String> given, String more) {
        Map<String, String> all = new LinkedHashMap<>(given);
        pairs(more).forEach((key, value) -> {
            if (all.put(key, value) != null) {
                throw new BadSetting(key, "is given twice");
            }
        });
        return read(OperationName.CREATE_POOL.text(), all);
    }
}
