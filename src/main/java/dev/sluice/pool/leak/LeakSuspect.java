package dev.sluice.pool.leak;

import dev.sluice.admission.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lease that was reported as a leak and has not ended. Immutable.
 *
 * @param connection name of the resource
 * @param lane lane of the acquire
 * @param tenant tenant of the request, or null
 * @param tags tags of the request
 * @param traceId id of the trace in which the caller acquired, or null if it is not known
 * @param thread name of the thread that acquired the lease
 * @param threadId number of the thread in the JVM, as in thread dumps
 * @param virtual whether the thread is virtual
 * @param since time of the acquire
 * @param heldSeconds duration of the lease so far
 * @param thresholdSeconds leak threshold of the lease
 * @param acquireStack stack of the acquire, innermost call first; empty if not requested or not captured
 * @param currentStack present stack of the thread, which may do other work now; empty if not requested, or if the
 *     thread has ended
 */
public record LeakSuspect(
        String connection,
        Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        String thread,
        long threadId,
        boolean virtual,
        Instant since,
        double heldSeconds,
        double thresholdSeconds,
        List<String> acquireStack,
        List<String> currentStack) {

    /** Copies the lists. */
    public LeakSuspect {
        acquireStack = List.copyOf(acquireStack);
        currentStack = List.copyOf(currentStack);
    }
}
