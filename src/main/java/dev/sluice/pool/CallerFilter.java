package dev.sluice.pool;

import dev.sluice.admission.Priority;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the entries of a list that meet every given condition. Immutable.
 *
 * @param lane the lane of the request, or null for any
 * @param tenant the tenant of the request, or null for any
 * @param tags the tags that the request must have; empty for any
 * @param traceId the id of the trace in which the caller acquired, or null for any
 */
public record CallerFilter(
        @Nullable Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId) {

    /** Selects all entries. */
    public static final CallerFilter ANY = new CallerFilter(null, null, Map.of(), null);

    /** Copies the tags. */
    public CallerFilter {
        tags = Map.copyOf(tags);
    }

    /** Returns whether the filter selects an entry with these values. */
    public boolean selects(
            Priority entryLane,
            @Nullable String entryTenant,
            Map<String, String> entryTags,
            @Nullable String entryTrace) {
        return (lane == null || lane == entryLane) && selects(entryTenant, entryTags, entryTrace);
    }

    /** Returns whether the filter selects an entry with these values, which has no lane. */
    public boolean selects(@Nullable String entryTenant, Map<String, String> entryTags, @Nullable String entryTrace) {
        return (tenant == null || tenant.equals(entryTenant))
                && (traceId == null || traceId.equals(entryTrace))
                && entryTags.entrySet().containsAll(tags.entrySet());
    }

    boolean selects(AcquireRequest request) {
        return selects(request.priority(), request.tenant(), request.tags(), request.traceId());
    }
}
