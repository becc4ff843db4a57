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

    /** Those past their lifetime. */
    public static final Selector PAST_LIFETIME = new Selector(null, null, null);

    /** Checks the values. */
    public Selector {
        if (olderThan != null && olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan must not be negative: " + olderThan);
        }
        if (idleFor != null && idleFor.isNegative()) {
            throw new IllegalArgumentException("idleFor must not be negative: " + idleFor);
        }
    }

    /** Whether it says nothing but "past their lifetime". */
    public boolean isDefault() {
        return olderThan == null && idleFor == null && name == null;
    }
}
