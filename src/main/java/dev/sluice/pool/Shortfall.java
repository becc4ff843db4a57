package dev.sluice.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts that keep an operation from being complete although none of its steps has failed.
 *
 * @param running the number of broken leases whose statement may still run on the server
 * @param broken the number of broken leases
 * @param missing the number of connections that are missing to the minimum
 * @param min the minimum
 */
record Shortfall(int running, int broken, int missing, int min) {

    boolean isNone() {
        return running == 0 && missing == 0;
    }

    /** Returns what the operation has said, if anything, and then what is missing. */
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
            parts.add("the pool has " + (min - missing) + " connections, " + missing + " below its minimum of " + min);
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }
}
