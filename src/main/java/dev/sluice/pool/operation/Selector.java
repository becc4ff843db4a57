package dev.sluice.pool.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which resources an operation concerns: those that meet every condition given.
 *
 * @param olderThan only those of more than this age; null for those past their lifetime
 * @param idleFor only those that were not used for this long, or null
 * @param name only the one of this name, or null
 */
public record Selector(
        @Nullable Duration olderThan,
        @Nullable Duration idleFor,
        @Nullable String name) {

    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** Those past their lifetime. */
    public static final Selector PAST_LIFETIME = new Selector(null, null, null);

    /** Checks the values. */
    public Selector {
        check("olderThan", olderThan);
        check("idleFor", idleFor);
    }

    private static void check(String parameter, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(parameter + " must be from 0 to 100 years: " + value);
        }
    }

    /** Whether it says nothing but "past their lifetime". */
    public boolean isDefault() {
        return olderThan == null && idleFor == null && name == null;
    }
}
