package dev.sluice.adapter.cli;

import java.util.Locale;

/** Durations in a readable form, with the two most significant units: {@code 850us}, {@code 1.2ms}, {@code 2m5s}. */
final class SpanFormat {

    private static final double MILLI = 1e-3;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private SpanFormat() {}

    static String of(double seconds) {
        if (seconds < MILLI) {
            return seconds <= 0 ? "0" : Math.max(1, Math.round(seconds * 1e6)) + "us";
        }
        if (seconds < 1) {
            return brief(seconds * 1e3) + "ms";
        }
        return seconds < MINUTE ? brief(seconds) + "s" : whole((long) seconds);
    }

    private static String whole(long seconds) {
        if (seconds < HOUR) {
            return seconds / MINUTE + "m" + seconds % MINUTE + "s";
        }
        return seconds < DAY
                ? seconds / HOUR + "h" + seconds % HOUR / MINUTE + "m"
                : seconds / DAY + "d" + seconds % DAY / HOUR + "h";
    }

    private static String brief(double number) {
        return number < 10 && number != Math.rint(number)
                ? String.format(Locale.ROOT, "%.1f", number)
                : String.valueOf((long) number);
    }
}
