package dev.sluice.adapter.jmx;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of operations, whose types {@link OpenOperation} has checked. */
final class OpenArguments {

    private OpenArguments() {}

    /** Returns a text argument, or the empty text if it is missing. */
    static String text(List<@Nullable Object> arguments, int index) {
        return Objects.requireNonNullElse((String) arguments.get(index), "");
    }

    /** Returns an argument that a check has found present. */
    static Object given(List<@Nullable Object> arguments, int index) {
        return Objects.requireNonNull(arguments.get(index));
    }
}
