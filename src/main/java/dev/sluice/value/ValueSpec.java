package dev.sluice.value;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a value that is given by name, such as a parameter of an operation or a setting of a batch. All
 * surfaces and the documentation are derived from the declaration. Immutable.
 *
 * @param <T> the type of its values
 * @param name the name on every surface, in camel case
 * @param type the grammar and the bounds
 * @param otherwise the default; null if the value is required or its absence has a meaning
 * @param shownDefault the text of the default for users; null if the value is required or has no default
 * @param isRequired whether a value must be given
 * @param isSecret whether the value is a secret, which clients read from files and send in bodies only
 * @param isShown whether surfaces show a given value; any text without a form may be a secret in the wrong place
 * @param description the meaning, with unit
 * @param example a value for documentation
 */
public record ValueSpec<T>(
        String name,
        ValueType<T> type,
        @Nullable T otherwise,
        @Nullable String shownDefault,
        boolean isRequired,
        boolean isSecret,
        boolean isShown,
        String description,
        String example) {

    /** Returns the declaration of a value that must be given. */
    public static <T> ValueSpec<T> required(String name, ValueType<T> type, String description, String example) {
        return new ValueSpec<>(name, type, null, null, true, false, type.isShown(), description, example);
    }

    /** Returns the declaration of a value that may be missing, without a default. */
    public static <T> ValueSpec<T> optional(String name, ValueType<T> type, String description, String example) {
        return new ValueSpec<>(name, type, null, null, false, false, type.isShown(), description, example);
    }

    /** Returns the same declaration with a default. */
    public ValueSpec<T> or(T value, String shown) {
        return new ValueSpec<>(name, type, value, shown, false, isSecret, isShown, description, example);
    }

    /** Returns the same declaration without a default value, but with a text for the meaning of its absence. */
    public ValueSpec<T> orElse(String shown) {
        return new ValueSpec<>(name, type, null, shown, false, isSecret, isShown, description, example);
    }

    /** Returns the same declaration, without a default, for a value that must be given. */
    public ValueSpec<T> asRequired() {
        return new ValueSpec<>(name, type, null, null, true, isSecret, isShown, description, example);
    }

    /** Returns the same declaration for a secret, which is never shown. */
    public ValueSpec<T> secret() {
        return new ValueSpec<>(name, type, otherwise, shownDefault, isRequired, true, false, description, example);
    }

    /** Returns the name as a key of a configuration, such as {@code max-size} for {@code maxSize}. */
    public String key() {
        return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /**
     * Checks a value that a program has given.
     *
     * @throws BadValue if the value is out of bounds; it names the key
     */
    public void check(T value) {
        type.check(key(), value);
    }
}
