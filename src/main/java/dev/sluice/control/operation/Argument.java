package dev.sluice.control.operation;

import dev.sluice.pool.Secrets;
import dev.sluice.time.SpanText;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The value of a parameter of a command. The value keeps its type until it is shown. Immutable.
 *
 * @param name the name of the parameter
 * @param value the value, given or by default
 * @param isSecret whether the value must never be shown
 */
record Argument(String name, Object value, boolean isSecret) {

    private static final String HIDDEN = "***";

    /**
     * Returns the values of all parameters that are given or have a default.
     *
     * @throws IllegalArgumentException that names the parameter that is invalid or missing
     */
    static List<Argument> of(List<ValueSpec<?>> parameters, Arguments arguments) {
        List<Argument> all = new ArrayList<>();
        for (ValueSpec<?> parameter : parameters) {
            Object value = arguments.get(parameter);
            if (value != null) {
                all.add(new Argument(parameter.name(), value, parameter.isSecret()));
            }
        }
        return all;
    }

    /** Returns the value as text for programs: a duration in the form of ISO 8601. */
    String text() {
        return isSecret ? HIDDEN : Secrets.mask(plain());
    }

    /** Returns the value as text for people: a duration as {@code 90 s} or {@code 2 h}. */
    String words() {
        return !isSecret && value instanceof Duration duration ? SpanText.exact(duration) : text();
    }

    private String plain() {
        return value instanceof Map<?, ?> tags
                ? tags.entrySet().stream()
                        .map(tag -> tag.getKey() + ":" + tag.getValue())
                        .collect(Collectors.joining(","))
                : value.toString();
    }

    /** Returns the name and the shown value. */
    @Override
    public String toString() {
        return name + "=" + text();
    }
}
