package dev.sluice.adapter.rest;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import org.jspecify.annotations.Nullable;

/** Reads parameters of requests. A refusal names the parameter, the rule and the value. */
final class Parameters {

    private static final ValueType<String> NAME = Values.name(1000);

    private Parameters() {}

    static boolean flag(String name, @Nullable String text) {
        return read(Values.FLAG, name, text);
    }

    static int number(String name, @Nullable String text, int min, int max) {
        return read(Values.integer(min, max), name, text);
    }

    static @Nullable String name(String name, @Nullable String text) {
        return text == null ? null : read(NAME, name, text);
    }

    /** Returns the value of a text, or refuses the request. */
    static <T> T read(ValueType<T> type, String name, @Nullable String text) {
        try {
            return type.read(name, text);
        } catch (BadValue e) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, String.valueOf(e.getMessage()));
        }
    }
}
