package dev.sluice.pool.operation;

import dev.sluice.value.BadValue;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the resources that meet every given condition. Tags, tenant and holder belong to a lease, so these conditions
 * select leased resources only. Without any condition, selects the resources past their lifetime.
 *
 * @param olderThan the age that a resource must exceed, or null for any
 * @param idleFor the idle time that an idle resource must exceed, or null for any
 * @param name the name of the resource, or null for any
 * @param tags the tags that the lease must have; empty for any
 * @param tenant the tenant of the lease, or null for any
 * @param before the generation before which the resource was created, or null for any
 * @param holder the name of the thread that holds the resource, or null for any
 */
public record Selector(
        @Nullable Duration olderThan,
        @Nullable Duration idleFor,
        @Nullable String name,
        Map<String, String> tags,
        @Nullable String tenant,
        @Nullable Long before,
        @Nullable String holder) {

    /** Selects the resources past their lifetime. */
    public static final Selector PAST_LIFETIME = new Selector(null, null, null);

    /** Creates a selector by age, idle time and name alone. */
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
            throw BadValue.of("generationBefore", "must not be negative", before);
        }
        tags = Map.copyOf(tags);
    }

    static void check(String parameter, @Nullable Duration value) {
        if (value != null) {
            Values.DURATION.check(parameter, value);
        }
    }

    /** Refuses a blank name, which would match threads without a name. */
    static void refuseBlank(String parameter, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw BadValue.ofText(parameter, "must not be blank", value);
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
