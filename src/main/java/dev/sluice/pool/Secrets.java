package dev.sluice.pool;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes passwords out of texts that others wrote: URLs, and messages of drivers that quote them. */
public final class Secrets {

    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)[^&;,\\s\"')}\\]]+");
    private static final Pattern USER_INFO = Pattern.compile("(//[^/:@\\s]*:)[^/@\\s]+(@)");

    private Secrets() {}

    /** The text with {@code ***} in the place of every password. */
    public static String mask(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String masked = PARAMETER.matcher(text).replaceAll("$1***");
        return USER_INFO.matcher(masked).replaceAll("$1***$2");
    }
}
