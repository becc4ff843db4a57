package dev.sluice.pool.statistic;

import dev.sluice.pool.statistic.Statistic.Kind;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Creates records with many components from drafts, by the names of the components. A draft is an object with a field
 * for each component, of the same name and type. Thread-safe.
 *
 * <p>Fields and accessors are looked up once for each type of draft: a reading of a pool makes three records of 120
 * values, and to look a field up costs far more than to read it.
 *
 * @param <R> the record
 */
public final class RecordShape<R extends Record> {

    private final String[] names;
    private final Method[] accessors;
    private final boolean[] isCounter;
    private final Constructor<R> constructor;

    /** The fields of each type of draft, in the order of the components. */
    private final Map<Class<?>, Field[]> drafts = new ConcurrentHashMap<>();

    /** The sources of the components for a draft and another record. */
    private final Map<DraftAndRecord, ComponentSource[]> pairs = new ConcurrentHashMap<>();

    private record DraftAndRecord(Class<?> draft, Class<?> others) {}

    /** The source of one component: a field of the draft or, without one, an accessor of the other record. */
    private record ComponentSource(
            @Nullable Field field, @Nullable Method accessor) {}

    public RecordShape(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        int count = components.length;
        names = new String[count];
        accessors = new Method[count];
        isCounter = new boolean[count];
        Class<?>[] types = new Class<?>[count];
        for (int i = 0; i < count; i++) {
            Statistic declaration = components[i].getAnnotation(Statistic.class);
            names[i] = components[i].getName();
            types[i] = components[i].getType();
            accessors[i] = accessible(components[i].getAccessor());
            isCounter[i] = declaration != null && declaration.kind() == Kind.COUNTER;
        }
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // every record has this constructor
        }
        constructor.setAccessible(true);
    }

    private static Method accessible(Method accessor) {
        accessor.setAccessible(true);
        return accessor;
    }

    /** Creates a record with the values of the draft. */
    public R of(Object draft) {
        Field[] fields = fieldsOf(draft);
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(fields[i], draft);
        }
        return make(values);
    }

    /** Creates a record with the values of the draft; components without a field there are those of the other record. */
    public R of(Object draft, Record others) {
        ComponentSource[] sources =
                pairs.computeIfAbsent(new DraftAndRecord(draft.getClass(), others.getClass()), this::sources);
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < values.length; i++) {
            Field field = sources[i].field();
            Method accessor = sources[i].accessor();
            values[i] = field != null ? read(field, draft) : accessor == null ? null : read(accessor, others);
        }
        return make(values);
    }

    private ComponentSource[] sources(DraftAndRecord pair) {
        Map<String, Field> own = new HashMap<>();
        for (Field field : pair.draft().getDeclaredFields()) {
            field.setAccessible(true);
            own.put(field.getName(), field);
        }
        Map<String, Method> rest = new HashMap<>();
        for (RecordComponent component : pair.others().getRecordComponents()) {
            rest.put(component.getName(), accessible(component.getAccessor()));
        }
        return Arrays.stream(names)
                .map(name -> {
                    if (!own.containsKey(name) && !rest.containsKey(name)) {
                        throw new IllegalStateException("neither the draft nor the record has " + name);
                    }
                    return own.containsKey(name)
                            ? new ComponentSource(own.get(name), null)
                            : new ComponentSource(null, rest.get(name));
                })
                .toArray(ComponentSource[]::new);
    }

    private Field[] fieldsOf(Object draft) {
        return drafts.computeIfAbsent(
                draft.getClass(),
                type -> Arrays.stream(names).map(name -> field(type, name)).toArray(Field[]::new));
    }

    /** Creates a record with the values of the components by their names. */
    public R ofValues(Map<String, ? extends @Nullable Object> values) {
        @Nullable Object[] all = new @Nullable Object[names.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(names[i]);
        }
        return make(all);
    }

    /** Returns the values of the components by their names. */
    public Map<String, @Nullable Object> values(R whole) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], read(accessors[i], whole));
        }
        return values;
    }

    /** Copies the values of the record into the draft. */
    public void copy(R values, Object draft) {
        Field[] fields = fieldsOf(draft);
        for (int i = 0; i < fields.length; i++) {
            Field field = fields[i];
            Object value = read(accessors[i], values);
            checked(() -> {
                field.set(draft, value);
                return field;
            });
        }
    }

    /** Returns the later record, with the difference of both records in place of each counter. */
    public R since(R earlier, R later) {
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < values.length; i++) {
            Object value = read(accessors[i], later);
            values[i] = isCounter[i] ? difference(value, read(accessors[i], earlier)) : value;
        }
        return make(values);
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

    /** Returns the value of a component of a record. */
    static @Nullable Object read(RecordComponent component, @Nullable Object values) {
        return read(component.getAccessor(), values);
    }

    private static @Nullable Object read(Method accessor, @Nullable Object values) {
        return checked(() -> accessor.invoke(values));
    }

    private static @Nullable Object read(Field field, Object draft) {
        return checked(() -> field.get(draft));
    }

    private R make(@Nullable Object[] values) {
        return checked(() -> constructor.newInstance(values));
    }

    private static Field field(Class<?> draft, String name) {
        return checked(() -> {
            Field field = draft.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        });
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
