package dev.sluice.pool.operation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lease that an operation broke or, in a dry run, would break.
 *
 * @param connection the name of the resource
 * @param holder the name of the thread that acquired the lease, or null if it is not known
 * @param heldSeconds the time from the acquire to the break, in seconds
 * @param tenant the tenant of the lease, or null
 * @param tags the tags of the lease, or empty
 * @param traceId id of the trace in which the lease was acquired, or null if it is not known
 * @param mayStillRun whether the last statement of the lease may still run on the server; always false in a dry run
 */
public record BrokenLease(
        String connection,
        @Nullable String holder,
        double heldSeconds,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        boolean mayStillRun) {

    /** Copies the tags. */
    public BrokenLease {
        tags = Map.copyOf(tags);
    }

    /** Returns the same lease, whose last statement may still run on the server. */
    public BrokenLease stillRunning() {
        return new BrokenLease(connection, holder, heldSeconds, tenant, tags, traceId, true);
    }
}
