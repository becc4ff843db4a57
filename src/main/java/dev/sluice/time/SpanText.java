package dev.sluice.time;

import java.time.Duration;
import java.util.Locale;

/** Formats durations for messages: {@code 200 ms}, {@code 35 s}, {@code 4 m 07 s}, {@code 2 h 05 m}. */
public final class SpanText {

    private static final long TEN_SECONDS_MILLIS = 10_000;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private SpanText() {}

    /** Returns the duration as text; from ten seconds on, without fractions of a second. */
    public static String of(Duration span) {
        long millis = Math.max(0, span.toMillis());
        long seconds = millis / 1000;
        if (millis == 0 || (millis % 1000 != 0 && millis < TEN_SECONDS_MILLIS)) {
            return millis + " ms";
        }
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        return seconds < HOUR
                ? String.format(Locale.ROOT, "%d m %02d s", seconds / MINUTE, seconds % MINUTE)
                : String.format(Locale.ROOT, "%d h %02d m", seconds / HOUR, seconds % HOUR / MINUTE);
    }
}
