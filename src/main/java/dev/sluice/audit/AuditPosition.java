package dev.sluice.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position between two lines of an audit log in the order of time, where an excerpt ended. Immutable.
 *
 * @param change number of the change after the position; older ones have a smaller number
 * @param denial number of the denial after the position; older ones have a smaller number
 */
public record AuditPosition(long change, long denial) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** Returns the position of a text, such as {@code 121-46}, or null. */
    public static @Nullable AuditPosition of(String text) {
        Matcher numbers = TEXT.matcher(text);
        return numbers.matches()
                ? new AuditPosition(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2)))
                : null;
    }

    boolean isAfter(AuditKind kind, long number) {
        return number < (kind == AuditKind.CHANGE ? change : denial);
    }

    @Override
    public String toString() {
        return change + "-" + denial;
    }
}
