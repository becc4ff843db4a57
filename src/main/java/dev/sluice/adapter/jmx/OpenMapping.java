package dev.sluice.adapter.jmx;

import dev.sluice.pool.EventDetail;
import dev.sluice.pool.statistic.Statistic;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.value.TextValue;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of a Java type to an open type, so that clients need no class of Sluice. As for MXBeans, a record becomes
 * composite data with one item for each component, with the description of its {@link Statistic}. New components of a
 * record therefore appear without a change here. Unlike in MXBeans, instants and durations become ISO texts, as in
 * JSON, values with a grammar of their own become their texts, and passwords in texts are masked.
 *
 * @param type the open type
 * @param translation converts a value of the Java type to the open type
 */
record OpenMapping(OpenType<?> type, Function<Object, Object> translation) {

    private static final Map<Class<?>, OpenMapping> SIMPLE = Map.ofEntries(
            Map.entry(int.class, new OpenMapping(SimpleType.INTEGER, value -> value)),
            Map.entry(Integer.class, new OpenMapping(SimpleType.INTEGER, value -> value)),
            Map.entry(long.class, new OpenMapping(SimpleType.LONG, value -> value)),
            Map.entry(Long.class, new OpenMapping(SimpleType.LONG, value -> value)),
            Map.entry(double.class, new OpenMapping(SimpleType.DOUBLE, value -> value)),
            Map.entry(Double.class, new OpenMapping(SimpleType.DOUBLE, value -> value)),
            Map.entry(boolean.class, new OpenMapping(SimpleType.BOOLEAN, value -> value)),
            Map.entry(String.class, new OpenMapping(SimpleType.STRING, value -> value)),
            Map.entry(Instant.class, new OpenMapping(SimpleType.STRING, Object::toString)),
            Map.entry(Duration.class, new OpenMapping(SimpleType.STRING, Object::toString)),
            Map.entry(EventDetail.class, new OpenMapping(SimpleType.STRING, value -> ((EventDetail) value).text())));

    /**
     * Returns the mapping of a type.
     *
     * @throws IllegalArgumentException if the type is not supported
     */
    static OpenMapping of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return listOf(arguments[0]);
            }
            if (generic.getRawType() == Map.class) {
                return mapOf(arguments[0], arguments[1]);
            }
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw new IllegalArgumentException("no open type for " + type.getTypeName());
    }

    private static OpenMapping ofClass(Class<?> type) {
        OpenMapping simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return new OpenMapping(SimpleType.STRING, value -> ((Enum<?>) value).name());
        }
        if (TextValue.class.isAssignableFrom(type)) {
            return new OpenMapping(SimpleType.STRING, Object::toString);
        }
        if (type.isRecord()) {
            return ofRecord(type);
        }
        throw new IllegalArgumentException("no open type for " + type.getTypeName());
    }

    /** Returns the mapping of a list to an array. */
    static OpenMapping listOf(Type element) {
        OpenMapping mapping = of(element);
        OpenType<?> type = sound(() -> new ArrayType<>(1, mapping.type()));
        return new OpenMapping(type, value -> array((List<?>) value, mapping));
    }

    /** Returns the mapping of a map to a table of keys and values. */
    static OpenMapping mapOf(Type key, Type value) {
        OpenMapping keys = of(key);
        OpenMapping values = of(value);
        String[] columns = {"key", "value"};
        OpenType<?>[] types = {keys.type(), values.type()};
        CompositeType row = sound(() -> new CompositeType("Entry", "key and value", columns, columns, types));
        TabularType type = sound(() -> new TabularType("Map", "values by key", row, new String[] {"key"}));
        return new OpenMapping(type, map -> {
            TabularDataSupport table = new TabularDataSupport(type);
            ((Map<?, ?>) map)
                    .forEach((k, v) -> table.put(composite(row, columns, keys.translate(k), values.translate(v))));
            return table;
        });
    }

    private static OpenMapping ofRecord(Class<?> type) {
        List<Item> items =
                Arrays.stream(type.getRecordComponents()).map(Item::of).toList();
        String[] names = items.stream().map(Item::name).toArray(String[]::new);
        String[] descriptions = items.stream().map(Item::description).toArray(String[]::new);
        OpenType<?>[] types = items.stream().map(item -> item.mapping().type()).toArray(OpenType<?>[]::new);
        CompositeType open = sound(
                () -> new CompositeType(type.getSimpleName(), words(type.getSimpleName()), names, descriptions, types));
        return new OpenMapping(
                open,
                value -> composite(
                        open, names, items.stream().map(item -> item.of(value)).toArray()));
    }

    /** A component of a record. */
    private record Item(String name, String description, Method accessor, OpenMapping mapping) {

        static Item of(RecordComponent component) {
            Statistic statistic = component.getAnnotation(Statistic.class);
            return new Item(
                    component.getName(),
                    statistic == null ? words(component.getName()) : StatisticEntry.description(statistic),
                    component.getAccessor(),
                    OpenMapping.of(component.getGenericType()));
        }

        @Nullable
        Object of(Object owner) {
            try {
                return mapping.translate(accessor.invoke(owner));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + name, e);
            }
        }
    }

    @Nullable
    Object translate(@Nullable Object value) {
        return value == null ? null : translation.apply(value);
    }

    private static Object array(List<?> list, OpenMapping element) {
        try {
            Object array = Array.newInstance(Class.forName(element.type().getClassName()), list.size());
            for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, element.translate(list.get(i)));
            }
            return array;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e); // open types use classes of the JDK only
        }
    }

    private static CompositeDataSupport composite(CompositeType type, String[] names, @Nullable Object... values) {
        return sound(() -> new CompositeDataSupport(type, names, values));
    }

    /** Runs the call. A refusal by the open types is an error of this class. */
    private static <T> T sound(Making<T> making) {
        try {
            return making.make();
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Making<T> {
        T make() throws OpenDataException;
    }

    /** Returns the words of a name in camel case. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
