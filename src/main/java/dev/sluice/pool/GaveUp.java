package dev.sluice.pool;

import dev.sluice.admission.Priority;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caller that ended without a lease. Immutable.
 *
 * @param at when
 * @param lane its lane
 * @param tenant on whose behalf, or null
 * @param tags what it came with
 * @param thread the name of its thread
 * @param waitedSeconds how long it waited, in seconds
 * @param why {@code TIMED_OUT}, {@code SATURATED}, {@code HOPELESS}, {@code SHED}, {@code DISABLED}, {@code CLOSED},
 *     {@code UNKNOWN_TENANT}, {@code FAILED} or {@code INTERRUPTED}
 * @param behind the lease that was out for longest at that moment, and its holder, in words; null if none was
 */
public record GaveUp(
        Instant at,
        Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
        String thread,
        double waitedSeconds,
        String why,
        @Nullable String behind) {}
