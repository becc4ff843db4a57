package dev.sluice.control.operation;

import dev.sluice.time.SpanText;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a parameter of a command. The value keeps its type until it is shown. Immutable.
 *
 * @param name the name of the parameter
 * @param value the value, given or by default
 * @param shown the value as shown to users; null if it is not shown
 */
record Argument(String name, Object value, @Nullable String shown) {

    private static final String HIDDEN = "***";

    /** Returns the argument for a value of the parameter, which decides whether the value is shown. */
    static <T> Argument of(ValueSpec<T> parameter, T value) {
        return new Argument(
                parameter.name(), value, parameter.isShown() ? parameter.type().show(value) : null);
    }

    /**
     * Returns the values of all parameters that are given or have a default.
     *
     * @throws IllegalArgumentException that names the parameter that is invalid or missing
     */
    static List<Argument> of(List<ValueSpec<?>> parameters, Arguments arguments) {
        List<Argument> all = new ArrayList<>();
        parameters.forEach(parameter -> addTo(all, parameter, arguments));
        return all;
    }

    private static <T> void addTo(List<Argument> all, ValueSpec<T> parameter, Arguments arguments) {
        T value = arguments.get(parameter);
        if (value != null) {
            all.add(of(parameter, value));
        }
    }

    /** Returns the value as text for programs: a duration in the form of ISO 8601. */
    String text() {
        return shown == null ? HIDDEN : shown;
    }

    /** Returns the value as text for people: a duration as {@code 90 s} or {@code 2 h}. */
    String words() {
        return shown != null && value instanceof Duration duration ? SpanText.exact(duration) : text();
    }

    /** Returns the name and the shown value. */
    @Override
    public String toString() {
        return name + "=" + text();
    }
}
