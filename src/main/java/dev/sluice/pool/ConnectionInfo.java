package dev.sluice.pool;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one resource at one moment. Immutable.
 *
 * @param id name of the resource, {@code conn_<index>_<epoch nanos>}
 * @param inUse whether the resource is leased
 * @param createdAt time of the creation
 * @param lastUsed time of the last acquire or release
 * @param ageSeconds time since the creation
 * @param idleSeconds time since the last acquire or release
 * @param generation number of resets, renewals, moves and rotations before the creation
 * @param retiring reason why the resource will be retired at its release, or null
 * @param holder name of the holder's thread, or null
 * @param heldSeconds duration of the lease, zero without a lease
 * @param tenant tenant of the lease, or null
 * @param tags tags of the lease, or empty
 * @param traceId id of the trace in which the lease was acquired; null without a lease, or if it is not known
 * @param keptFor tenant for which the idle resource is kept without a reset, empty for callers without a tenant; null if
 *     it is not kept
 */
public record ConnectionInfo(
        String id,
        boolean inUse,
        Instant createdAt,
        Instant lastUsed,
        double ageSeconds,
        double idleSeconds,
        long generation,
        @Nullable String retiring,
        @Nullable String holder,
        double heldSeconds,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        @Nullable String keptFor) {}
