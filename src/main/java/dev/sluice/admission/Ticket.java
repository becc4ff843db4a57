package dev.sluice.admission;

import dev.sluice.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a caller comes to a {@link Gate} with.
 *
 * @param lane where it waits
 * @param deadline until when
 * @param tenant whose share it counts against, or null
 * @param thread that waits
 * @param nested whether the thread holds a permit already, and may take what is kept for such callers
 * @param note given to the {@link Supply} with the permit
 */
public record Ticket(
        Priority lane, Deadline deadline, @Nullable String tenant, Thread thread, boolean nested, Object note) {}
