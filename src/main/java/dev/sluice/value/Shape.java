package dev.sluice.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a type of values; schemas and forms are derived from it. Immutable.
 *
 * @param base the basic type
 * @param min the smallest number; null without a lower bound
 * @param max the largest number; null without an upper bound
 * @param below the number that all values are less than; null without one
 * @param choices the texts of a choice; empty for all other types
 */
public record Shape(
        Base base,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable Long below,
        List<String> choices) {

    /** The basic types. */
    public enum Base {
        /** {@code true} or {@code false}. */
        FLAG,
        /** A whole number in the range of int. */
        INTEGER,
        /** A whole number in the range of long. */
        LONG,
        /** A decimal number. */
        DECIMAL,
        /** A duration. */
        DURATION,
        /** Any other text. */
        TEXT
    }

    static final Shape FLAG = new Shape(Base.FLAG, null, null, null, List.of());
    static final Shape DURATION = new Shape(Base.DURATION, null, null, null, List.of());
    static final Shape FRACTION = new Shape(Base.DECIMAL, 0L, null, 1L, List.of());
    static final Shape TEXT = new Shape(Base.TEXT, null, null, null, List.of());

    /** Copies the choices. */
    public Shape {
        choices = List.copyOf(choices);
    }

    static Shape choice(List<String> choices) {
        return new Shape(Base.TEXT, null, null, null, choices);
    }

    /** Returns the shape of numbers with these bounds; the extremes of the Java types are no bounds. */
    static Shape number(Base base, long min, long max) {
        boolean isLeast = min == Integer.MIN_VALUE || min == Long.MIN_VALUE;
        boolean isMost = max == Integer.MAX_VALUE || max == Long.MAX_VALUE;
        return new Shape(base, isLeast ? null : Long.valueOf(min), isMost ? null : Long.valueOf(max), null, List.of());
    }
}
