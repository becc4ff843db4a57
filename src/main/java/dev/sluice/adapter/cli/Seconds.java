package dev.sluice.adapter.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of seconds, such as {@code 5} or {@code 0.5}: from a tenth to a day. */
final class Seconds implements ITypeConverter<Duration> {

    private static final double LEAST = 0.1;
    private static final double MOST = 86_400;

    @Override
    public Duration convert(String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds >= LEAST && seconds <= MOST) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("must be a number of seconds from 0.1 to 86400: '" + Plain.text(value) + "'");
    }
}
