package dev.sluice.pool.leak;

import dev.sluice.admission.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lease that was reported as a leak and is still out. Immutable.
 *
 * @param connection the name of the resource
 * @param lane it was acquired in
 * @param tenant on whose behalf, or null
 * @param tags what it was acquired with
 * @param thread that acquired it
 * @param threadId its number in the JVM, as in thread dumps
 * @param virtual whether it is a virtual thread
 * @param since when it was acquired
 * @param heldSeconds for how long it is out
 * @param thresholdSeconds after how long it was to be reported
 * @param acquireStack where it was acquired, the innermost call first; empty if not asked for or not captured
 * @param currentStack where the thread is now, which may be elsewhere; empty if not asked for or if it has ended
 */
public record LeakSuspect(
        String connection,
        Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
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
