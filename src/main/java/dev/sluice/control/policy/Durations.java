package dev.sluice.control.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations in the spellings of a configuration: {@code PT1S}, {@code 500ms}, {@code 1m30s}, {@code 90}. */
public final class Durations {

    private static final Pattern WHOLE = Pattern.compile("-?(\\d{1,12}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}");

    private Durations() {}

    /** Null if it is none. */
    public static @Nullable Duration parse(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (WHOLE.matcher(lower).matches()) {
            return sum(lower);
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(of(Long.parseLong(part.group(1)), String.valueOf(part.group(2))));
        }
        return text.startsWith("-") ? sum.negated() : sum;
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
