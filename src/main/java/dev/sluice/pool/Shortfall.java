package dev.sluice.pool;

import dev.sluice.value.Plural;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts that make an operation incomplete although none of its steps has failed.
 *
 * @param running the number of broken leases whose statement may still run on the server
 * @param broken the number of broken leases
 * @param missing the number of connections that the minimum lacks
 * @param min the minimum
 */
record Shortfall(int running, int broken, int missing, int min) {

    boolean isNone() {
        return running == 0 && missing == 0;
    }

    /** Returns the message of the operation, if any, followed by the facts of this shortfall; null without both. */
    @Nullable
    String after(@Nullable String said) {
        List<String> parts = new ArrayList<>();
        if (said != null) {
            parts.add(said);
        }
        if (running > 0) {
            parts.add(running + " of " + broken + " broken leases may still run a statement on the server,"
                    + " see mayStillRun");
        }
        if (missing > 0) {
            parts.add("the pool has " + Plural.of(min - missing, "connection") + ", " + missing
                    + " below its minimum of " + min);
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }
}
