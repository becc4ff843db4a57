package dev.sluice.batch.jdbc;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * Values as dates and times, in the forms of ISO 8601 and in those that databases print. Nonexistent days are refused.
 */
final class TimeValues {

    /** The index after a date, where a space may replace the T. */
    private static final int SEPARATOR = 10;

    /** The offsets {@code Z}, {@code +01:00}, {@code +0100} and {@code +01}. */
    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[' '][XXX][XX][X]")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private TimeValues() {}

    static LocalDate date(Object value) throws UnsuitableValue {
        try {
            return LocalDate.parse(text(value));
        } catch (DateTimeException e) {
            throw new UnsuitableValue("is not a date, like 2024-02-29");
        }
    }

    static LocalTime time(Object value) throws UnsuitableValue {
        try {
            return LocalTime.parse(text(value));
        } catch (DateTimeException e) {
            throw new UnsuitableValue("is not a time, like 23:59:59");
        }
    }

    static LocalDateTime timestamp(Object value) throws UnsuitableValue {
        try {
            return LocalDateTime.parse(dateTime(value));
        } catch (DateTimeException e) {
            throw new UnsuitableValue("is not a date and time without an offset, like 2024-02-29 23:59:59");
        }
    }

    /**
     * Returns a time with its offset, which is required: otherwise the moment would depend on the session that reads
     * it.
     */
    static OffsetDateTime timestampWithZone(Object value) throws UnsuitableValue {
        try {
            return OffsetDateTime.parse(dateTime(value), WITH_OFFSET);
        } catch (DateTimeException e) {
            throw new UnsuitableValue("is not a date and time with an offset, like 2024-02-29 23:59:59+01:00");
        }
    }

    private static String dateTime(Object value) {
        StringBuilder text = new StringBuilder(text(value).toUpperCase(Locale.ROOT));
        if (text.length() > SEPARATOR && text.charAt(SEPARATOR) == ' ') {
            text.setCharAt(SEPARATOR, 'T');
        }
        return text.toString();
    }

    private static String text(Object value) {
        return TextValues.of(value).strip();
    }
}
