package dev.sluice.control.policy;

import dev.sluice.value.TextValue;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts records to trees of names and values, so that the names in answers and in requests cannot differ. */
final class RecordTree {

    private RecordTree() {}

    static Map<String, @Nullable Object> of(Record whole) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : whole.getClass().getRecordComponents()) {
            tree.put(component.getName(), valueOf(read(component, whole)));
        }
        return tree;
    }

    private static @Nullable Object valueOf(@Nullable Object part) {
        if (part instanceof Record inner && !(part instanceof TextValue)) {
            return of(inner);
        }
        if (part instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            map.forEach((name, value) -> tree.put(String.valueOf(name), valueOf(value)));
            return tree;
        }
        if (part instanceof Duration || part instanceof TextValue) {
            return part.toString();
        }
        return part instanceof Enum<?> constant ? constant.name() : part;
    }

    private static @Nullable Object read(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.getName(), e);
        }
    }
}
