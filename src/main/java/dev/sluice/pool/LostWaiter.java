package dev.sluice.pool;

import dev.sluice.admission.Priority;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caller that ended without a lease. Immutable.
 *
 * @param at the time of the end
 * @param lane the caller's lane
 * @param tenant the tenant of the request, or null
 * @param tags the tags of the request
 * @param traceId id of the trace in which the caller acquired, or null if it is not known
 * @param thread the name of the caller's thread
 * @param waitedSeconds the time waited, in seconds
 * @param why the outcome: {@code TIMED_OUT}, {@code SATURATED}, {@code HOPELESS}, {@code SHED}, {@code DISABLED},
 *     {@code CLOSED}, {@code UNKNOWN_TENANT}, {@code FAILED} or {@code INTERRUPTED}
 * @param behind a description of the longest lease at that moment and of its holder; null if nothing was leased
 */
public record LostWaiter(
        Instant at,
        Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        String thread,
        double waitedSeconds,
        String why,
        @Nullable String behind) {}
