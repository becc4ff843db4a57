package dev.sluice.adapter.rest;

import dev.sluice.control.operation.Commands;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads parameters of requests. A refusal names the parameter, the rule and the value. */
final class Parameters {

    static final int LONGEST_NAME = 1000;

    private static final ValueType<String> NAME = Values.name(LONGEST_NAME);
    private static final ValueType<Long> GENERATION = Values.wholeNumber(0, Long.MAX_VALUE);

    private Parameters() {}

    static boolean flag(String name, @Nullable String text) {
        return read(Values.FLAG, name, text);
    }

    static @Nullable Integer size(String name, @Nullable String text) {
        return text == null ? null : number(name, text, 0, Integer.MAX_VALUE);
    }

    static int number(String name, @Nullable String text, int min, int max) {
        return read(Values.integer(min, max), name, text);
    }

    static @Nullable Long generation(String name, @Nullable String text) {
        return text == null ? null : read(GENERATION, name, text);
    }

    static double decimal(String name, String text, int min, int max) {
        return read(Values.decimal(min, max), name, text);
    }

    static <E extends Enum<E>> E choice(String name, @Nullable String text, Class<E> type) {
        return read(Values.choice(type), name, text);
    }

    static Map<String, String> tag(String name, @Nullable String text) {
        return text == null ? Map.of() : read(Values.TAG, name, text);
    }

    /** Returns the time to wait for leases; the default of all operations if it is left out. */
    static Duration patience(String name, @Nullable String text) {
        return text == null ? Commands.PATIENCE : read(Values.DURATION, name, text);
    }

    static @Nullable Duration duration(String name, @Nullable String text) {
        return text == null ? null : read(Values.DURATION, name, text);
    }

    static @Nullable String name(String name, @Nullable String text) {
        return text == null ? null : read(NAME, name, text);
    }

    /** Returns the value of a text, or refuses the request. */
    static <T> T read(ValueType<T> type, String name, @Nullable String text) {
        try {
            return type.read(name, text);
        } catch (BadValue e) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, e.getMessage());
        }
    }
}
