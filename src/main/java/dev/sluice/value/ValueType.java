package dev.sluice.value;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A type of values with its grammar and its bounds. Immutable and thread-safe.
 *
 * @param <T> the Java type of the values
 */
public final class ValueType<T> {

    private final String kind;
    private final Shape shape;
    private final Function<String, @Nullable T> parser;
    private final Predicate<? super T> bounds;
    private final @Nullable Function<? super T, String> shownForm;

    /** Creates a type whose bounds are part of its grammar. */
    ValueType(String kind, Shape shape, Function<String, @Nullable T> parser) {
        this(kind, shape, parser, value -> true);
    }

    /**
     * Creates a type.
     *
     * @param kind the grammar and the bounds as a noun phrase, such as "a whole number from 1 to 1000"
     * @param shape the grammar and the bounds for programs
     * @param parser returns the value of a text, or null for a text that is no value
     * @param bounds tells whether a value is within the bounds
     */
    ValueType(String kind, Shape shape, Function<String, @Nullable T> parser, Predicate<? super T> bounds) {
        this(kind, shape, parser, bounds, null);
    }

    private ValueType(
            String kind,
            Shape shape,
            Function<String, @Nullable T> parser,
            Predicate<? super T> bounds,
            @Nullable Function<? super T, String> shownForm) {
        this.kind = kind;
        this.shape = shape;
        this.parser = parser;
        this.bounds = bounds;
        this.shownForm = shownForm;
    }

    /** Returns the same type, whose values are shown in another form, which has no secrets. */
    ValueType<T> shownAs(Function<? super T, String> form) {
        return new ValueType<>(kind, shape, parser, bounds, form);
    }

    /** Returns the rule for a text, beginning with "must be". */
    public String rule() {
        return "must be " + kind;
    }

    /** Returns the grammar and the bounds as a noun phrase, such as "a whole number from 1 to 1000". */
    public String kind() {
        return kind;
    }

    /** Returns the grammar and the bounds for programs. */
    public Shape shape() {
        return shape;
    }

    /**
     * Returns whether values of this type may be shown: flags, numbers, durations and choices, and types with a form
     * for it. Any other text may be a secret in the wrong place.
     */
    public boolean isShown() {
        return !hasFreeTexts() || shownForm != null;
    }

    private boolean hasFreeTexts() {
        return shape.base() == Shape.Base.TEXT && shape.choices().isEmpty();
    }

    /** Returns the value as shown to users. */
    public String show(T value) {
        return shownForm == null ? value.toString() : shownForm.apply(value);
    }

    /** Returns the value of a text, or null if the text is no value. */
    public @Nullable T parse(String text) {
        T value = parser.apply(text);
        return value == null || !bounds.test(value) ? null : value;
    }

    /**
     * Checks a value that a program has given.
     *
     * @param name the name of the parameter, for the refusal
     * @throws BadValue if the value is out of bounds
     */
    public void check(String name, T value) {
        if (!bounds.test(value)) {
            throw BadValue.of(name, rule(), value);
        }
    }

    /**
     * Returns the value of a text.
     *
     * @param name the name of the parameter, for the refusal
     * @throws BadValue if the text is missing, or is no value of this type
     */
    public T read(String name, @Nullable String text) {
        T value = text == null ? null : parse(text);
        if (value == null) {
            throw hasFreeTexts()
                    ? BadValue.ofText(name, rule(), text)
                    : new BadValue(name, rule(), GivenText.value(text));
        }
        return value;
    }

    /**
     * Returns the value of a text, or null if the text is missing.
     *
     * @throws BadValue if the text is no value of this type
     */
    public @Nullable T readIfGiven(String name, @Nullable String text) {
        return text == null ? null : read(name, text);
    }

    /**
     * Returns the value of a text, or the default if the text is missing.
     *
     * @throws BadValue if the text is no value of this type
     */
    public T readOr(String name, @Nullable String text, T otherwise) {
        return text == null ? otherwise : read(name, text);
    }
}
