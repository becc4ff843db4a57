package dev.sluice.pool.statistic;

import dev.sluice.pool.statistic.Statistic.Kind;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statistic as every surface shows it: REST, JMX, metrics, the documentation. Immutable.
 *
 * @param path the path of the JSON field, such as {@code counters.acquired}
 * @param type the Java type of the values
 * @param declaration the annotation
 * @param getter returns the value in a snapshot
 * @param <V> the snapshot
 */
public record StatisticEntry<V>(String path, Type type, Statistic declaration, Function<V, @Nullable Object> getter) {

    /** Returns the statistics of a record, including the statistics of records in it. */
    public static <V extends Record> List<StatisticEntry<V>> of(Class<V> snapshot) {
        return of(snapshot, "", values -> values);
    }

    private static <V> List<StatisticEntry<V>> of(Class<?> type, String prefix, Function<V, @Nullable Object> owner) {
        List<StatisticEntry<V>> entries = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            String path = prefix + component.getName();
            Function<V, @Nullable Object> getter = values -> RecordShape.read(component, owner.apply(values));
            Statistic declaration = component.getAnnotation(Statistic.class);
            if (declaration != null) {
                entries.add(new StatisticEntry<>(path, component.getGenericType(), declaration, getter));
            } else if (component.getType().isRecord()) {
                entries.addAll(of(component.getType(), path + ".", getter));
            }
        }
        return List.copyOf(entries);
    }

    /** Returns the name, which is the last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Returns the description with its unit. */
    public String description() {
        return description(declaration);
    }

    /** Returns the description of a declaration with its unit. */
    public static String description(Statistic declaration) {
        return described(declaration, declaration.unit());
    }

    /** Returns the description for the same statistic in another unit. */
    public String describedIn(String unit) {
        return described(declaration, unit);
    }

    private static String described(Statistic declaration, String unit) {
        String text = declaration.value();
        return unit.equals(Statistic.NO_UNIT) ? text : text.substring(0, text.length() - 1) + ", in " + unit + ".";
    }

    public Kind kind() {
        return declaration.kind();
    }

    /** Returns the name of the meter after the prefix, or null without a meter. */
    public @Nullable String meter() {
        if (kind() == Kind.FACT || declaration.meter().equals(Statistic.NO_METER)) {
            return null;
        }
        return declaration.meter().equals(Statistic.SAME)
                ? name().replaceAll("(?=[A-Z])", ".").toLowerCase(Locale.ROOT)
                : declaration.meter();
    }

    /** Returns the value as a number; NaN without a number. */
    public double number(V snapshot) {
        return getter.apply(snapshot) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
