package dev.sluice.pool;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one resource.
 *
 * @param id its name, {@code conn_<index>_<epoch nanos>}
 * @param inUse whether somebody has it
 * @param createdAt when it was created
 * @param lastUsed when it was last taken or given back
 * @param ageSeconds since it was created
 * @param idleSeconds since it was last taken or given back
 * @param generation how many resets and renewals had happened before it was created
 * @param retiring why it will be retired when it is released, or null
 * @param holder the thread that took it, or null
 * @param heldSeconds since it was taken, zero if nobody has it
 * @param tenant of the lease, or null
 * @param tags of the lease, or empty
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
        Map<String, String> tags) {}
