package dev.sluice.value;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of callers that may be in a wrong place, such as a password in the field of a number. A refusal repeats them
 * only if they look like what belongs there.
 */
public final class GivenText {

    /** The remark in place of a text that is not shown. */
    public static final String HIDDEN = "(not shown)";

    /** Matches names of settings and parameters, which have no digits, alone or with a group in front. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_-]{0,40}(?:\\.[A-Za-z][A-Za-z_-]{0,40}){0,3}");

    /** Matches short texts that begin like a number, words, and durations of ISO 8601. */
    private static final Pattern VALUE =
            Pattern.compile("\\s*(?:[-+]?(?:\\p{Nd}[\\p{Nd}.,_]{0,20}[\\p{Nd}A-Za-z.,_ ]{0,11}|[0-9.,]{1,24})"
                    + "|[A-Za-z_-]{1,16}(?: [A-Za-z]{1,12})?|[-+]?[Pp][-0-9DTHMSdthms.]{1,24}|)\\s*");

    /** Matches names of things, such as tenants, threads and connections. */
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}._:/ -]{0,100}");

    /** Matches texts without the punctuation of passwords and URLs. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}\\s._:+,*/\\[\\]-]{0,80}");

    private GivenText() {}

    /** Returns the name of a setting or a parameter, or a remark in its place if it cannot be one. */
    public static String name(String given) {
        return NAME.matcher(given).matches() ? given : HIDDEN;
    }

    /** Returns the name of a tenant, a thread or the like, or a remark in its place if it has other characters. */
    public static String label(String given) {
        return LABEL.matcher(given).matches() ? given : HIDDEN;
    }

    /**
     * Returns a refused value in quotes for a text that is recorded, or a remark in its place if it cannot be a
     * mistyped number, duration or word.
     */
    public static String value(@Nullable String given) {
        return quoted(given, VALUE);
    }

    /**
     * Returns a refused text in quotes for the caller who gave it, or a remark in its place if it has the punctuation of
     * passwords and URLs.
     */
    public static String text(@Nullable String given) {
        return quoted(given, PLAIN);
    }

    private static String quoted(@Nullable String given, Pattern pattern) {
        if (given == null) {
            return "missing";
        }
        return pattern.matcher(given).matches() ? "'" + given + "'" : HIDDEN;
    }
}
