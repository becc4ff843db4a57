package dev.sluice.adapter.rest;

import dev.sluice.control.operation.Commands;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what cannot be read is refused with the parameter's name and the value. */
final class Parameters {

    /** As for the durations that select connections and leases. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Parameters() {}

    static boolean flag(String name, @Nullable String text) {
        if ("true".equals(text) || "false".equals(text)) {
            return Boolean.parseBoolean(text);
        }
        throw bad(name, "must be true or false", text);
    }

    static @Nullable Integer number(String name, @Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw bad(name, "must be a whole number", text);
        }
    }

    static int number(String name, String text, int min, int max) {
        Integer number = number(name, text);
        if (number == null || number < min || number > max) {
            throw bad(name, "must be from " + min + " to " + max, text);
        }
        return number;
    }

    static @Nullable Long longNumber(String name, @Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw bad(name, "must be a whole number", text);
        }
    }

    static double decimal(String name, String text) {
        try {
            double number = Double.parseDouble(text);
            if (!Double.isNaN(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the name
        }
        throw bad(name, "must be a number", text);
    }

    /** One of the constants, by its name. */
    static <E extends Enum<E>> E choice(String name, @Nullable String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw bad(name, "must be one of " + Arrays.toString(type.getEnumConstants()), text);
    }

    /** {@code key:value}. */
    static Map<String, String> tag(String name, @Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw bad(name, "must be key:value", text);
        }
        return Map.of(text.substring(0, colon), text.substring(colon + 1));
    }

    /** How long to wait for leases; what operations use by themselves if it is left out. */
    static Duration patience(String name, @Nullable String text) {
        Duration patience = duration(name, text);
        if (patience != null && patience.isNegative()) {
            throw bad(name, "must not be negative", text);
        }
        return patience == null ? Commands.PATIENCE : patience;
    }

    /** In the spellings of Quarkus' configuration: {@code PT10M}, {@code 10m}, {@code 1h30m}, {@code 500ms}, {@code 90}. */
    static @Nullable Duration duration(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Duration duration = DurationConverter.parseDuration(text);
            if (duration != null && isCountable(duration)) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // said below, with the name
        }
        throw bad(name, "must be a duration, as PT10M, 10m or 30s, of at most 100 years", text);
    }

    static @Nullable String name(String name, @Nullable String text) {
        if (text != null && text.isBlank()) {
            throw bad(name, "must not be blank", text);
        }
        return text;
    }

    /** Whether it is at most as long as any duration of a request. */
    private static boolean isCountable(Duration duration) {
        return duration.compareTo(LONGEST) <= 0 && duration.compareTo(LONGEST.negated()) >= 0;
    }

    private static Refusal bad(String name, String rule, @Nullable String text) {
        String value = text == null ? "missing" : "'" + text + "'";
        return Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " " + rule + ": " + value);
    }
}
