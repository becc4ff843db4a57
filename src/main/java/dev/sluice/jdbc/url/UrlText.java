package dev.sluice.jdbc.url;

import dev.sluice.value.BadValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters that a URL in a request may have. */
final class UrlText {

    private static final int LONGEST = 4096;
    private static final char FIRST_VISIBLE = '!';
    private static final char LAST_VISIBLE = '~';
    private static final Pattern ENCODED_CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");

    private UrlText() {}

    /**
     * Refuses a URL that is too long, or has a character that is not visible ASCII; the refusal names its position.
     * Also refuses encoded control characters: a driver decodes them, and a zero byte in the name of a database would
     * begin further settings of the session.
     */
    static void check(String url) {
        if (url.length() > LONGEST) {
            throw BadValue.of("url", "must have at most " + LONGEST + " characters, and has " + url.length());
        }
        for (int at = 0; at < url.length(); at++) {
            char each = url.charAt(at);
            if (each < FIRST_VISIBLE || each > LAST_VISIBLE) {
                throw BadValue.of(
                        "url",
                        "must not have " + named(url.codePointAt(at)) + ", as at position " + (at + 1)
                                + (isInHost(url, at) ? "; write an international host name as xn--" : ""));
            }
        }
        Matcher encoded = ENCODED_CONTROL.matcher(url);
        if (encoded.find()) {
            throw BadValue.of(
                    "url",
                    "must not have the control character " + encoded.group() + ", as at position "
                            + (encoded.start() + 1));
        }
    }

    private static String named(int character) {
        return switch (character) {
            case ' ' -> "a space";
            case '\t' -> "a tab";
            case '\n', '\r' -> "a line break";
            default -> String.format("the character U+%04X", character);
        };
    }

    /** Returns whether the position is between the two slashes and the next slash. */
    private static boolean isInHost(String url, int at) {
        int slashes = url.indexOf("//");
        return url.charAt(at) > LAST_VISIBLE
                && slashes >= 0
                && slashes < at
                && url.substring(slashes + 2, at).chars().noneMatch(each -> each == '/' || each == '?');
    }
}
