package dev.sluice.adapter.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Converts foreign text for a terminal, so that it cannot move the cursor, change colours or reverse the line. */
final class PlainText {

    private static final int MAX_LENGTH = 1000;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern UNSAFE_IN_JSON =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\r\\t]]");

    private PlainText() {}

    /** Returns the text as one line, cut if it is very long. */
    static String text(String text) {
        return text(text, MAX_LENGTH);
    }

    /** Returns the text as one line of at most the given number of characters. */
    static String text(String text, int length) {
        String cut = text.length() <= length ? text : text.substring(0, length - 1) + "…";
        return UNSAFE.matcher(cut).replaceAll("?");
    }

    /** Returns the same JSON, with escapes for control characters of terminals. Such characters are in strings only. */
    static String json(String json) {
        return UNSAFE_IN_JSON.matcher(json).replaceAll(found -> escaped(found.group()));
    }

    private static String escaped(String characters) {
        return characters
                .chars()
                .mapToObj(c -> String.format(Locale.ROOT, "\\\\u%04x", c))
                .collect(Collectors.joining());
    }
}
