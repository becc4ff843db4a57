package dev.sluice.value;

import java.math.BigInteger;
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
    private static final String NO_FRACTION = "000000000";
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger HALF = BigInteger.valueOf(500_000_000L);

    private DurationText() {}

    /** Returns the duration, or null if the text is no duration. */
    static @Nullable Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (SECONDS.matcher(lower).matches()) {
            return rounded(fractions(lower.startsWith("-") ? lower.substring(1) : lower, BILLION), lower);
        }
        return WITH_UNITS.matcher(lower).matches() ? sum(lower) : iso(text);
    }

    private static @Nullable Duration sum(String text) {
        BigInteger fractions = BigInteger.ZERO;
        int last = -1;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            int unit = UNITS.indexOf(part.group(2));
            if (unit <= last) {
                return null;
            }
            fractions = fractions.add(fractions(part.group(1), BigInteger.valueOf(NANOS.get(unit))));
            last = unit;
        }
        return rounded(fractions, text);
    }

    /**
     * Returns the number of billionths of a nanosecond. Not by BigDecimal: its first division calculates large powers on
     * JDK 25, which takes longer than the rest of a configuration.
     */
    private static BigInteger fractions(String number, BigInteger nanos) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        String fraction = point < 0 ? "" : number.substring(point + 1);
        String digits = whole + fraction + NO_FRACTION.substring(fraction.length());
        return new BigInteger(digits).multiply(nanos);
    }

    private static Duration rounded(BigInteger fractions, String text) {
        BigInteger[] parts = fractions.add(HALF).divide(BILLION).divideAndRemainder(BILLION);
        Duration duration = Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        return text.startsWith("-") ? duration.negated() : duration;
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
