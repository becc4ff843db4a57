package dev.sluice.admission;

import dev.sluice.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A caller's request at a {@link Gate}.
 *
 * @param lane the lane in which it waits
 * @param deadline the end of the wait
 * @param tenant the tenant whose share counts, or null
 * @param thread the thread that waits
 * @param nested whether the thread holds a permit already, and may take permits that are kept for nested acquires
 * @param note given to the {@link PermitSource} with the permit
 */
public record Ticket(
        Priority lane, Deadline deadline, @Nullable String tenant, Thread thread, boolean nested, Object note) {}
