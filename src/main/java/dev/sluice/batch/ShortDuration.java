package dev.sluice.batch;

import java.math.BigDecimal;

/** Durations in a short form: {@code 50µs}, {@code 1.25ms}, {@code 3.2s}, {@code 2m5s}, {@code 1h0m3s}. */
final class ShortDuration {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private ShortDuration() {}

    static String of(long nanos) {
        if (nanos < MICRO) {
            return nanos + (nanos == 0 ? "s" : "ns");
        }
        if (nanos < MILLI) {
            return in(nanos, MICRO) + "µs";
        }
        if (nanos < SECOND) {
            return in(nanos, MILLI) + "ms";
        }
        if (nanos < MINUTE) {
            return in(nanos, SECOND) + "s";
        }
        String hours = nanos < HOUR ? "" : nanos / HOUR + "h";
        return hours + nanos % HOUR / MINUTE + "m" + in(nanos % MINUTE, SECOND) + "s";
    }

    private static String in(long nanos, long unit) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
