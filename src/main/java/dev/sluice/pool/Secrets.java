package dev.sluice.pool;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks passwords in texts of other origin: URLs, and messages of drivers that quote them. */
public final class Secrets {

    private static final String KEYS = "(?:password|passwd|pwd|secret|token)";

    /** Matches {@code password=…} and {@code "password": "…"}: a quoted value to its quote, others to a separator. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(" + KEYS + "[\"']?\\s*[=:]\\s*)(?:\"[^\"]*\"|'[^']*'|[^&;,\\s\"')}\\]]+)");

    /** Matches {@code //user:…@host}, up to the last at sign, because a password may contain one. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/:@\\s]*:)\\S+(@)");

    private Secrets() {}

    /** Returns the text with {@code ***} in place of each password; an empty text for null. */
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
