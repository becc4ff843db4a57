package dev.sluice.pool;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes passwords out of texts that others wrote: URLs, and messages of drivers that quote them. */
public final class Secrets {

    private static final String KEYS = "(?:password|passwd|pwd|secret|token)";

    /** {@code password=…}, {@code "password": "…"}; a quoted value up to its quote, a bare one up to a separator. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(" + KEYS + "[\"']?\\s*[=:]\\s*)(?:\"[^\"]*\"|'[^']*'|[^&;,\\s\"')}\\]]+)");

    /** {@code //user:…@host}; up to the last at sign, as a password may contain one. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/:@\\s]*:)\\S+(@)");

    private Secrets() {}

    /** Returns the text with {@code ***} in the place of every password. */
    public static String mask(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String masked = PARAMETER.matcher(text).replaceAll("$1***");
        return USER_INFO.matcher(masked).replaceAll("$1***$2");
    }

    /** Returns the message of a failure, or its type if it has none, without the passwords that drivers quote. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return mask(message == null ? failure.toString() : message);
    }
}
