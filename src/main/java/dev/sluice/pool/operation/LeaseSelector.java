package dev.sluice.pool.operation;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the leases that meet every given condition.
 *
 * @param connection the name of the leased resource, or null for any
 * @param heldFor the minimum time since the acquire, or null for any
 * @param tags the tags that a lease must have; empty for any
 * @param tenant the tenant of the lease, or null for any
 * @param holder the name of the thread that acquired the lease, or null for any
 */
public record LeaseSelector(
        @Nullable String connection,
        @Nullable Duration heldFor,
        Map<String, String> tags,
        @Nullable String tenant,
        @Nullable String holder) {

    /** Checks the values; the exception names the parameter. */
    public LeaseSelector {
        Selector.check("heldFor", heldFor);
        Selector.refuseBlank("tenant", tenant);
        Selector.refuseBlank("holder", holder);
        tags = Map.copyOf(tags);
    }

    /** Selects the lease of one resource. */
    public static LeaseSelector of(@Nullable String connection) {
        return new LeaseSelector(connection, null, Map.of(), null, null);
    }

    /** Returns whether no condition is given. */
    public boolean isEmpty() {
        return (connection == null || connection.isBlank()) && !hasConditions();
    }

    /** Returns whether any condition other than the name is given. */
    public boolean hasConditions() {
        return heldFor != null || !tags.isEmpty() || tenant != null || holder != null;
    }
}
