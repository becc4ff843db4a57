package dev.sluice.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of durations: a number of seconds ({@code 90}, {@code 0.5}), numbers with units in descending order
 * ({@code 1d12h}, {@code 1m30s}, {@code 1.5s}, {@code 500ms}), or ISO-8601 ({@code PT10M}). The units are d, h, m, s,
 * ms, us and ns; upper and lower case do not differ. A number has up to 12 digits before and 9 after the point.
 */
final class DurationText {

    private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms", "us", "ns");
    private static final List<Long> NANOS =
            List.of(86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L);
    private static final String NUMBER = "[0-9]{1,12}(?:\\.[0-9]{1,9})?";
    private static final Pattern SECONDS = Pattern.compile("-?" + NUMBER);
    private static final Pattern WITH_UNITS = Pattern.compile("-?(?:" + NUMBER + "(?:ms|us|ns|[dhms]))+");
    private static final Pattern PART = Pattern.compile("(" + NUMBER + ")(ms|us|ns|[dhms])");
    private static final BigDecimal PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

    private DurationText() {}

    /** Returns the duration, or null if the text is no duration. */
    static @Nullable Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (SECONDS.matcher(lower).matches()) {
            return ofNanos(new BigDecimal(lower).multiply(PER_SECOND));
        }
        return WITH_UNITS.matcher(lower).matches() ? sum(lower) : iso(text);
    }

    private static @Nullable Duration sum(String text) {
        BigDecimal nanos = BigDecimal.ZERO;
        int last = -1;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            int unit = UNITS.indexOf(part.group(2));
            if (unit <= last) {
                return null;
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(unit))));
            last = unit;
        }
        return ofNanos(text.startsWith("-") ? nanos.negate() : nanos);
    }

    private static Duration ofNanos(BigDecimal nanos) {
        BigDecimal[] parts = nanos.setScale(0, RoundingMode.HALF_UP).divideAndRemainder(PER_SECOND);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
