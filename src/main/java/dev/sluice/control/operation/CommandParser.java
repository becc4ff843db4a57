package dev.sluice.control.operation;

import dev.sluice.access.Requester;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads orders as text: the name of an operation of the {@link OperationCatalogue}, and {@code key=value} pairs
 * separated by commas, as {@link GivenTexts} reads them. The pairs may include a {@code deadline} and an
 * {@code idempotencyKey}. Settings of a new pool have the keys of a configuration.
 */
public final class CommandParser {

    private static final String DEADLINE = "deadline";
    private static final String KEY = "idempotencyKey";

    private CommandParser() {}

    /**
     * Reads an order: a command, with the manner of its execution.
     *
     * @throws IllegalArgumentException that names the invalid part
     */
    public static Order order(String pool, String operation, String parameters, Requester requester, boolean dryRun) {
        return order(
                pool,
                OperationCatalogue.named(operation),
                GivenTexts.ofPairs("parameters", parameters),
                requester,
                dryRun);
    }

    /**
     * Returns the order of an operation.
     *
     * @param parameters the texts by the names of the parameters; may include a deadline and an idempotencyKey
     * @throws IllegalArgumentException that names the invalid part
     */
    public static Order order(
            String pool, OperationEntry entry, Map<String, String> parameters, Requester requester, boolean dryRun) {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        Duration deadline = Values.POSITIVE_DURATION.readIfGiven(DEADLINE, given.remove(DEADLINE));
        String key = Order.KEYS.readIfGiven(KEY, given.remove(KEY));
        entry.refuseUnknown(given.keySet(), List.of(DEADLINE, KEY));
        return new Order(pool, entry.command(given), requester, dryRun, deadline, key);
    }
}
