package dev.sluice.value;

import dev.sluice.time.SpanText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a value of a named parameter, setting or rule. The message has the name, the broken rule and the value; each
 * part is also available by itself, so that no surface needs to read the message.
 */
public class BadValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String rule;
    private final @Nullable String value;

    /**
     * Creates a refusal.
     *
     * @param name the name of the parameter, setting or rule
     * @param rule the broken rule as the predicate of a sentence about the name, such as "must not be negative"
     * @param value the value as shown to users; null if the value is not shown
     */
    protected BadValue(String name, String rule, @Nullable String value) {
        super(name + " " + problem(rule, value));
        this.name = name;
        this.rule = rule;
        this.value = value;
    }

    private static String problem(String rule, @Nullable String value) {
        return value == null ? rule : rule + ": " + value;
    }

    /**
     * Returns the refusal of a text, which the message shows in quotes unless it may be a secret; null if the text
     * is missing.
     */
    public static BadValue ofText(String name, String rule, @Nullable String text) {
        return new BadValue(name, rule, GivenText.text(text));
    }

    /** Returns the refusal of a number, a duration or another value that is no text. */
    public static BadValue of(String name, String rule, Object value) {
        return new BadValue(name, rule, SpanText.exact(value));
    }

    /** Returns a refusal that shows no value, because the value is secret or the rule says it. */
    public static BadValue of(String name, String rule) {
        return new BadValue(name, rule, null);
    }

    /**
     * Returns the refusal of a name that is not known.
     *
     * @param kind the kind of the known names, such as "parameter of reset"
     * @param known the known names, in the order of the documentation
     */
    public static BadValue unknown(String name, String kind, List<String> known) {
        return of(
                GivenText.name(name),
                "is no " + kind + "; known: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** Returns the refusal of a name that has more than one value. */
    public static BadValue twice(String name) {
        return of(GivenText.name(name), "is given twice");
    }

    /** Returns the same refusal for a parameter that has another name at the caller. */
    public BadValue renamed(String other) {
        return new BadValue(other, rule, value);
    }

    /** Returns the name of the parameter, setting or rule. */
    public final String name() {
        return name;
    }

    /** Returns the broken rule, without the value. */
    public final String rule() {
        return rule;
    }

    /** Returns the value as shown to users; null if it is not shown. */
    public final @Nullable String value() {
        return value;
    }

    /** Returns the broken rule with the value, which is the message without the name. */
    public final String problem() {
        return problem(rule, value);
    }
}
