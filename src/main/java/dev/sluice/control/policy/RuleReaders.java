package dev.sluice.control.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The rules that a group may have, and who reads each. Not thread-safe while it is made.
 *
 * @param <B> what they are read into
 */
final class RuleReaders<B> {

    private final Map<String, BiConsumer<B, Rule>> readers = new LinkedHashMap<>();

    RuleReaders<B> rule(String name, BiConsumer<B, Rule> reader) {
        readers.put(name, reader);
        return this;
    }

    /** Reads all that the group says; a name that there is not is refused, whatever it says. */
    B readInto(B target, Rule group) {
        group.members().forEach((name, rule) -> {
            BiConsumer<B, Rule> reader = readers.get(name);
            if (reader == null) {
                throw rule.bad("is not a rule; there are " + String.join(", ", readers.keySet()));
            }
            if (rule.isSaid()) {
                reader.accept(target, rule);
            }
        });
        return target;
    }
}
