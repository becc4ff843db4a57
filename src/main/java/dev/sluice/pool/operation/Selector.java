package dev.sluice.pool.operation;

import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which resources an operation concerns: those that meet every condition given. By tag, tenant and holder only those
 * that are in use can be told, as these belong to the lease.
 *
 * @param olderThan only those of more than this age; null for those past their lifetime
 * @param idleFor only those that were not used for this long, or null
 * @param name only the one of this name, or null
 * @param tags only those in use with all of these tags; empty for any
 * @param tenant only those in use for this tenant, or null
 * @param before only those of a generation before this one, or null
 * @param holder only those in use by a thread of this name, or null
 */
public record Selector(
        @Nullable Duration olderThan,
        @Nullable Duration idleFor,
        @Nullable String name,
        Map<String, String> tags,
        @Nullable String tenant,
        @Nullable Long before,
        @Nullable String holder) {

    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** Selects the resources past their lifetime. */
    public static final Selector PAST_LIFETIME = new Selector(null, null, null);

    /** Selects by age, idle time and name alone. */
    public Selector(@Nullable Duration olderThan, @Nullable Duration idleFor, @Nullable String name) {
        this(olderThan, idleFor, name, Map.of(), null, null, null);
    }

    /** Checks the values. */
    public Selector {
        check("olderThan", olderThan);
        check("idleFor", idleFor);
        refuseBlank("name", name);
        refuseBlank("tenant", tenant);
        refuseBlank("holder", holder);
        if (before != null && before < 0) {
            throw new IllegalArgumentException("generationBefore must not be negative: " + before);
        }
        tags = Map.copyOf(tags);
    }

    static void check(String parameter, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(parameter + " must be from 0 to 100 years: " + SpanText.exact(value));
        }
    }

    /** Refuses a blank name, which would match threads without a name. */
    static void refuseBlank(String parameter, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(parameter + " must not be blank: '" + value + "'");
        }
    }

    /** Returns whether the selector has no condition, so that it selects the resources past their lifetime. */
    public boolean isDefault() {
        return olderThan == null && idleFor == null && name == null && before == null && !concernsLeases();
    }

    /** Returns whether only leased resources can match. */
    public boolean concernsLeases() {
        return !tags.isEmpty() || tenant != null || holder != null;
    }
}
