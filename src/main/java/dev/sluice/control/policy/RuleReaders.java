package dev.sluice.control.policy;

import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The rules of a group, with the reader of each. Not thread-safe during its construction.
 *
 * @param <B> the type of the object that receives the values
 */
final class RuleReaders<B> {

    private final Map<String, BiConsumer<B, Rule>> readers = new LinkedHashMap<>();

    /** Adds a rule with one value of the declared type. */
    <T> RuleReaders<B> rule(ValueSpec<T> declaration, BiConsumer<B, T> setter) {
        return rule(declaration.name(), (target, rule) -> setter.accept(target, rule.read(declaration.type())));
    }

    RuleReaders<B> rule(String name, BiConsumer<B, Rule> reader) {
        readers.put(name, reader);
        return this;
    }

    /** Returns the same rules for an object that has the receiver of the values as a part. */
    <A> RuleReaders<A> within(Function<A, B> part) {
        RuleReaders<A> wider = new RuleReaders<>();
        readers.forEach((name, reader) -> wider.rule(name, (whole, rule) -> reader.accept(part.apply(whole), rule)));
        return wider;
    }

    /** Reads all rules of the group. An unknown name is refused, even without a value. */
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
