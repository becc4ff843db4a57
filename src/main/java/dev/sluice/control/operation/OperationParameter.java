package dev.sluice.control.operation;

import dev.sluice.value.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an operation, as declared in the {@link OperationCatalogue}. Immutable.
 *
 * @param <T> the type of its values
 * @param name the name on every surface, in camel case
 * @param type the grammar and the bounds
 * @param otherwise the value if none is given; null if the parameter is required or its absence has a meaning
 * @param shownDefault the text of the default for people; null if the parameter is required or has none
 * @param isRequired whether a value must be given
 * @param isSecret whether the value must never be shown
 * @param description the meaning, with unit
 * @param example a value for documentation
 */
public record OperationParameter<T>(
        String name,
        ValueType<T> type,
        @Nullable T otherwise,
        @Nullable String shownDefault,
        boolean isRequired,
        boolean isSecret,
        String description,
        String example) {

    static <T> OperationParameter<T> required(String name, ValueType<T> type, String description, String example) {
        return new OperationParameter<>(name, type, null, null, true, false, description, example);
    }

    static <T> OperationParameter<T> optional(String name, ValueType<T> type, String description, String example) {
        return new OperationParameter<>(name, type, null, null, false, false, description, example);
    }

    /** Returns the same parameter with a default. */
    OperationParameter<T> or(T value, String shown) {
        return new OperationParameter<>(name, type, value, shown, false, isSecret, description, example);
    }

    /** Returns the same parameter without a default value, but with a text that tells what its absence means. */
    OperationParameter<T> orElse(String shown) {
        return new OperationParameter<>(name, type, null, shown, false, isSecret, description, example);
    }

    OperationParameter<T> secret() {
        return new OperationParameter<>(name, type, otherwise, shownDefault, isRequired, true, description, example);
    }
}
