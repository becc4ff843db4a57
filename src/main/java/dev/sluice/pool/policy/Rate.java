package dev.sluice.pool.policy;

import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rate with a burst, as text {@code 100/s+10}: 100 acquires a second, and 10 at once after a pause. Immutable.
 *
 * @param count number of acquires in a unit of time, 1 to {@value #MOST}
 * @param unit the unit of time
 * @param burst number of acquires that may come at once after a pause, 1 to {@value #MOST}
 */
public record Rate(int count, Unit unit, int burst) implements TextValue {

    static final int MOST = 100_000_000;

    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    /** Reads a rate. A missing burst is the count of a second, at least 1. */
    public static final ValueType<Rate> TYPE = Values.text(
            "a rate such as 100/s or 100/s+10 (burst 10), per s, m or h, with numbers from 1 to " + MOST,
            text -> parse(text.strip()));

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})/([smhSMH])(?:\\+([0-9]{1,9}))?");

    /** A unit of time. */
    public enum Unit {
        S(1),
        M(60),
        H(3600);

        private final int seconds;

        Unit(int seconds) {
            this.seconds = seconds;
        }
    }

    /** Checks the values. */
    public Rate {
        if (!isNumber(count) || !isNumber(burst)) {
            throw new IllegalArgumentException("a rate has numbers from 1 to " + MOST);
        }
    }

    private static boolean isNumber(int value) {
        return value >= 1 && value <= MOST;
    }

    static @Nullable Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int count = Integer.parseInt(matcher.group(1));
        Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        String burst = matcher.group(3);
        int most = burst == null ? Math.max(1, count / unit.seconds) : Integer.parseInt(burst);
        return isNumber(count) && isNumber(most) ? new Rate(count, unit, most) : null;
    }

    /** Returns the time in which one acquire is added, in nanoseconds. */
    long intervalNanos() {
        return unit.seconds * 1_000_000_000L / count;
    }

    /** Returns the time in which an empty bucket is full again, in nanoseconds; at most 73 years. */
    long depthNanos() {
        long interval = intervalNanos();
        return interval > LONGEST_NANOS / burst ? LONGEST_NANOS : interval * burst;
    }

    @Override
    public String toString() {
        return count + "/" + unit.name().toLowerCase(Locale.ROOT) + "+" + burst;
    }
}
