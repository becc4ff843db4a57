package dev.sluice.value;

import org.jspecify.annotations.Nullable;

/** Refuses a text that is no value of the required type. The message has the name, the rule and the text. */
public final class BadValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param name the name of the parameter, setting or rule
     * @param rule the rule that the text breaks, beginning with "must"
     * @param text the text; null if it is missing
     */
    public BadValue(String name, String rule, @Nullable String text) {
        super(name + " " + rule + ": " + quoted(text));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "missing" : "'" + text + "'";
    }
}
