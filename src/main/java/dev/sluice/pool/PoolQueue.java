package dev.sluice.pool;

import dev.sluice.admission.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of the waiters for a pool's resources, and of the holders. Immutable; a snapshot, taken without stopping
 * callers or holders.
 *
 * @param pool the pool's name
 * @param waiting the number of all waiters
 * @param held the number of all holders
 * @param waiters the waiters of this page, in the current order of their turns, without regard to shares of tenants
 * @param holders the holders of this page, by resource, oldest first
 * @param statementsMissing the reason why the statements of holders, or some of them, are not shown; null if they were
 *     not asked for, or all are known
 */
public record PoolQueue(
        String pool,
        int waiting,
        int held,
        List<Waiter> waiters,
        List<Holder> holders,
        @Nullable String statementsMissing) {

    /** The default size of a page. */
    public static final int PAGE = 100;

    /** The largest size of a page. */
    public static final int LARGEST_PAGE = 1000;

    /** Copies the lists. */
    public PoolQueue {
        waiters = List.copyOf(waiters);
        holders = List.copyOf(holders);
    }

    /**
     * The part of the queue that is asked for.
     *
     * @param stacks whether to add the stacks of the holders, which costs a moment for each
     * @param statements whether to ask the database which statements the holders run; the answer is waited for up to 1 s
     * @param offset the number of waiters, and of holders, to skip
     * @param limit the maximum number of each, 1 to {@value #LARGEST_PAGE}
     */
    public record Page(boolean stacks, boolean statements, int offset, int limit) {

        /** Checks the numbers. */
        public Page {
            if (offset < 0) {
                throw new IllegalArgumentException("offset must not be negative: " + offset);
            }
            if (limit < 1 || limit > LARGEST_PAGE) {
                throw new IllegalArgumentException("limit must be from 1 to " + LARGEST_PAGE + ": " + limit);
            }
        }

        /** Returns the first page, without statements. */
        public static Page first(boolean stacks) {
            return new Page(stacks, false, 0, PAGE);
        }
    }

    /**
     * A caller that waits.
     *
     * @param position its place, from 1
     * @param lane its lane
     * @param tenant on whose behalf, or null
     * @param tags what it came with
     * @param thread its name
     * @param virtual whether it is a virtual thread
     * @param waitedSeconds how long it has waited
     * @param remainingSeconds until its deadline, or null if it has none
     * @param estimatedSeconds how long it will wait yet, by the waits of late; null if there were none
     * @param holds the names of resources that its own thread holds
     */
    public record Waiter(
            int position,
            Priority lane,
            @Nullable String tenant,
            Map<String, String> tags,
            String thread,
            boolean virtual,
            double waitedSeconds,
            @Nullable Double remainingSeconds,
            @Nullable Double estimatedSeconds,
            List<String> holds) {}

    /**
     * A lease that is out.
     *
     * @param connection the name of the resource
     * @param lane it was acquired in
     * @param tenant on whose behalf, or null
     * @param tags what it was acquired with
     * @param thread that acquired it
     * @param virtual whether it is a virtual thread
     * @param heldSeconds for how long
     * @param waits whether the thread waits for another resource of this pool
     * @param session the number of the session on the server (PostgreSQL: the process); null if it is not known, or was
     *     not asked for
     * @param sessionState the state of the session in the words of the server, or null
     * @param statement the statement that runs on the server, at most 1000 characters; null if none is known to run, or it
     *     was not asked for
     * @param stack where the thread is now, the innermost call first; empty if not asked for
     */
    public record Holder(
            String connection,
            Priority lane,
            @Nullable String tenant,
            Map<String, String> tags,
            String thread,
            boolean virtual,
            double heldSeconds,
            boolean waits,
            @Nullable Long session,
            @Nullable String sessionState,
            @Nullable String statement,
            List<String> stack) {}
}
