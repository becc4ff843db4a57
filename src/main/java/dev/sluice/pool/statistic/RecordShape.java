package dev.sluice.pool.statistic;

import dev.sluice.pool.statistic.Statistic.Kind;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates records with many components from drafts, by the names of the components. A draft is an object with a field
 * for each component, of the same name and type. Immutable.
 *
 * @param <R> the record
 */
public final class RecordShape<R extends Record> {

    private final RecordComponent[] components;
    private final Constructor<R> constructor;

    public RecordShape(Class<R> type) {
        components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // every record has this constructor
        }
        constructor.setAccessible(true);
        Arrays.stream(components).forEach(component -> component.getAccessor().setAccessible(true));
    }

    /** Creates a record with the values of the draft. */
    public R of(Object draft) {
        return make(component -> checked(() -> field(draft, component).get(draft)));
    }

    /** Creates a record with the values of the draft; components without a field there are those of the other record. */
    public R of(Object draft, Record others) {
        Set<String> own = Arrays.stream(draft.getClass().getDeclaredFields())
                .map(Field::getName)
                .collect(Collectors.toSet());
        Map<String, RecordComponent> rest = Arrays.stream(others.getClass().getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        return make(component -> own.contains(component.getName())
                ? checked(() -> field(draft, component).get(draft))
                : read(Objects.requireNonNull(rest.get(component.getName()), component.getName()), others));
    }

    /** Creates a record with the values of the components by their names. */
    public R ofValues(Map<String, ? extends @Nullable Object> values) {
        return make(component -> values.get(component.getName()));
    }

    /** Returns the values of the components by their names. */
    public Map<String, @Nullable Object> values(R whole) {
        Map<String, @Nullable Object> values = new HashMap<>();
        Arrays.stream(components).forEach(component -> values.put(component.getName(), read(component, whole)));
        return values;
    }

    /** Copies the values of the record into the draft. */
    public void copy(R values, Object draft) {
        for (RecordComponent component : components) {
            checked(() -> {
                Field field = field(draft, component);
                field.set(draft, read(component, values));
                return field;
            });
        }
    }

    /** Returns the later record, with the difference of both records in place of each counter. */
    public R since(R earlier, R later) {
        return make(component -> {
            Object value = read(component, later);
            Statistic declaration = component.getAnnotation(Statistic.class);
            return declaration == null || declaration.kind() != Kind.COUNTER
                    ? value
                    : difference(value, read(component, earlier));
        });
    }

    private static Object difference(@Nullable Object later, @Nullable Object earlier) {
        if (later instanceof Long number && earlier instanceof Long before) {
            return number - before;
        }
        if (later instanceof Double number && earlier instanceof Double before) {
            return number - before;
        }
        throw new IllegalStateException("a counter is a long or a double");
    }

    static @Nullable Object read(RecordComponent component, @Nullable Object values) {
        return checked(() -> component.getAccessor().invoke(values));
    }

    private R make(Function<RecordComponent, @Nullable Object> values) {
        @Nullable Object[] arguments = Arrays.stream(components).map(values).toArray();
        return checked(() -> constructor.newInstance(arguments));
    }

    private static Field field(Object draft, RecordComponent component) throws NoSuchFieldException {
        Field field = draft.getClass().getDeclaredField(component.getName());
        field.setAccessible(true);
        return field;
    }

    private static <T extends @Nullable Object> T checked(Reflection<T> action) {
        try {
            return action.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal; // the record refuses its values
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // a field is missing or has another type
        }
    }

    @FunctionalInterface
    private interface Reflection<T extends @Nullable Object> {
        T run() throws ReflectiveOperationException;
    }
}
