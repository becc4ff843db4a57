package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenAttribute.GuardedWrite;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * A table of attributes, built line by line. Not thread-safe.
 *
 * @param <V> the type of a reading
 */
final class OpenAttributes<V> {

    private static final OpenMapping TEXT = OpenMapping.of(String.class);

    private final List<OpenAttribute<V>> table = new ArrayList<>();

    OpenAttributes<V> integer(String name, String description, ToIntFunction<V> read) {
        return add(name, description, SimpleType.INTEGER, read::applyAsInt, null);
    }

    OpenAttributes<V> count(String name, String description, ToLongFunction<V> read) {
        return add(name, description, SimpleType.LONG, read::applyAsLong, null);
    }

    OpenAttributes<V> decimal(String name, String description, ToDoubleFunction<V> read) {
        return add(name, description, SimpleType.DOUBLE, read::applyAsDouble, null);
    }

    OpenAttributes<V> flag(String name, String description, Predicate<V> read) {
        return add(name, description, SimpleType.BOOLEAN, read::test, null);
    }

    /** Adds an attribute that can be changed. */
    OpenAttributes<V> flag(
            String name, String description, Predicate<V> read, Runnable permission, Consumer<Boolean> write) {
        return add(
                name,
                description,
                SimpleType.BOOLEAN,
                read::test,
                new GuardedWrite(permission, value -> write.accept((Boolean) value)));
    }

    /** Adds a text, with its passwords masked. */
    OpenAttributes<V> text(String name, String description, Function<V, @Nullable String> read) {
        return data(name, description, TEXT, read::apply);
    }

    OpenAttributes<V> millis(String name, String description, Function<V, Duration> read) {
        return count(name, description, look -> read.apply(look).toMillis());
    }

    /** Adds a value of a type of Sluice, mapped to an open type. */
    OpenAttributes<V> data(String name, String description, OpenMapping mapping, Function<V, @Nullable Object> read) {
        return add(name, description, mapping.type(), look -> mapping.translate(read.apply(look)), null);
    }

    /** Adds each statistic by its name with a capital letter. A number that is missing is -1. */
    OpenAttributes<V> statistics(List<StatisticEntry<V>> statistics) {
        for (StatisticEntry<V> statistic : statistics) {
            OpenMapping mapping = OpenMapping.of(statistic.type());
            Object missing = mapping.type().equals(SimpleType.DOUBLE) ? -1.0 : null;
            add(
                    capital(statistic.name()),
                    statistic.description(),
                    mapping.type(),
                    look -> {
                        Object value = statistic.getter().apply(look);
                        return value == null ? missing : mapping.translate(value);
                    },
                    null);
        }
        return this;
    }

    /** Adds each setting by its name with a capital letter, durations in milliseconds, and choices as texts. */
    OpenAttributes<V> settings(List<ValueSpec<?>> settings, BiFunction<V, ValueSpec<?>, Object> read) {
        for (ValueSpec<?> setting : settings) {
            String name = capital(setting.name());
            Function<V, @Nullable Object> value = look -> read.apply(look, setting);
            switch (setting.type().shape().base()) {
                case FLAG -> add(name, setting.description(), SimpleType.BOOLEAN, value, null);
                case INTEGER -> add(name, setting.description(), SimpleType.INTEGER, value, null);
                case LONG -> add(name, setting.description(), SimpleType.LONG, value, null);
                case DECIMAL -> add(name, setting.description(), SimpleType.DOUBLE, value, null);
                case DURATION ->
                    millis(name + "Millis", setting.description() + " In ms.", look ->
                            (Duration) read.apply(look, setting));
                case TEXT -> text(name, setting.description(), look -> String.valueOf(value.apply(look)));
            }
        }
        return this;
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Adds the attributes of a part of the reading. */
    <W> OpenAttributes<V> include(Function<V, W> part, OpenAttributes<W> attributes) {
        attributes.table.forEach(attribute -> add(
                attribute.name(),
                attribute.description(),
                attribute.type(),
                look -> attribute.read().apply(part.apply(look)),
                attribute.write()));
        return this;
    }

    private OpenAttributes<V> add(
            String name,
            String description,
            OpenType<?> type,
            Function<V, @Nullable Object> read,
            @Nullable GuardedWrite write) {
        table.add(new OpenAttribute<>(name, description, type, read, write));
        return this;
    }

    List<OpenAttribute<V>> table() {
        return List.copyOf(table);
    }
}
