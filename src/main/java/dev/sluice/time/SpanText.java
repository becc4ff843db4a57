package dev.sluice.time;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats durations for messages: {@code 200 ms}, {@code 35 s}, {@code 4 m 07 s}, {@code 2 h 05 m}. */
public final class SpanText {

    private static final long TEN_SECONDS_MILLIS = 10_000;
    private static final int MILLI = 1_000_000;
    private static final long MOST_SECONDS = 1_000_000_000_000L;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private SpanText() {}

    /**
     * Returns a value as text for messages about settings and requests. A duration is not rounded: {@code -1 s},
     * {@code 1500 ms} or {@code 90 s}. Other values are converted with {@link String#valueOf(Object)}.
     */
    public static String exact(@Nullable Object value) {
        return value instanceof Duration span ? exactly(span) : String.valueOf(value);
    }

    private static String exactly(Duration span) {
        long seconds = span.getSeconds();
        if (span.getNano() % MILLI != 0 || Math.abs(seconds / MOST_SECONDS) > 0) {
            return span.toString();
        }
        if (span.getNano() != 0) {
            return span.toMillis() + " ms";
        }
        if (seconds == 0 || seconds % MINUTE != 0) {
            return seconds + " s";
        }
        return seconds % HOUR == 0 ? seconds / HOUR + " h" : seconds / MINUTE + " m";
    }

    /** Returns a measured duration as text, rounded to whole seconds from one second on. */
    public static String rounded(Duration span) {
        return of(
                span.toMillis() < 1000
                        ? span
                        : Duration.ofSeconds(span.plusMillis(500).toSeconds()));
    }

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
