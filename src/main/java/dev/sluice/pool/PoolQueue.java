package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of the waiters for a pool's resources, and of the holders. Immutable; a snapshot, taken without stopping
 * callers or holders.
 *
 * @param pool the pool's name
 * @param waiting the number of all waiters that the filter selects
 * @param held the number of all holders that the filter selects
 * @param waiters the waiters of this page, in the current order of their turns, without regard to shares of tenants
 * @param holders the holders of this page, by resource, oldest first
 * @param statementsMissing the reason why statements of holders are not shown; null if they were not requested, or all
 *     are known
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
     * The requested part of the queue.
     *
     * @param stacks whether to add the stacks of the holders, which takes some time for each
     * @param statements whether to ask the database for the statements that the holders run; waits up to 1 s for it
     * @param offset the number of waiters, and of holders, to skip
     * @param limit the maximum number of each, 1 to {@value #LARGEST_PAGE}
     * @param filter the waiters and holders that count
     */
    public record Page(boolean stacks, boolean statements, int offset, int limit, CallerFilter filter) {

        private static final ValueType<Integer> OFFSET = Values.integer(0, Integer.MAX_VALUE);
        private static final ValueType<Integer> LIMIT = Values.integer(1, LARGEST_PAGE);

        /** Checks the numbers. */
        public Page {
            OFFSET.check("offset", offset);
            LIMIT.check("limit", limit);
        }

        /** Creates a page of all waiters and holders. */
        public Page(boolean stacks, boolean statements, int offset, int limit) {
            this(stacks, statements, offset, limit, CallerFilter.ANY);
        }

        /** Returns the first page, without statements. */
        public static Page first(boolean stacks) {
            return new Page(stacks, false, 0, PAGE);
        }
    }

    /**
     * A waiter.
     *
     * @param position position in the order of turns, from 1
     * @param lane lane of the waiter
     * @param tenant tenant of the request, or null
     * @param tags tags of the request
     * @param traceId id of the trace in which the caller acquired, or null if it is not known
     * @param thread name of the waiter's thread
     * @param virtual whether the thread is virtual
     * @param waitedSeconds time waited so far
     * @param remainingSeconds time until the deadline, or null without a deadline
     * @param estimatedSeconds estimated further wait, from recent waits; null if there were none
     * @param holds names of the resources that the waiter's thread holds
     */
    public record Waiter(
            int position,
            Priority lane,
            @Nullable String tenant,
            Map<String, String> tags,
            @Nullable String traceId,
            String thread,
            boolean virtual,
            double waitedSeconds,
            @Nullable Double remainingSeconds,
            @Nullable Double estimatedSeconds,
            List<String> holds) {}

    /**
     * A lease and its holder.
     *
     * @param connection name of the resource
     * @param lane lane of the acquire
     * @param tenant tenant of the request, or null
     * @param tags tags of the request
     * @param traceId id of the trace in which the caller acquired, or null if it is not known
     * @param thread name of the thread that acquired the lease
     * @param virtual whether the thread is virtual
     * @param heldSeconds duration of the lease so far
     * @param waits whether the thread waits for another resource of this pool
     * @param session number of the session on the server (PostgreSQL: the process); null if unknown or not requested
     * @param sessionState state of the session in the words of the server, or null
     * @param statement statement that runs on the server, at most 1000 characters; null if none is known to run, or if
     *     it was not requested
     * @param stack present stack of the thread, innermost call first; empty if not requested
     */
    public record Holder(
            String connection,
            Priority lane,
            @Nullable String tenant,
            Map<String, String> tags,
            @Nullable String traceId,
            String thread,
            boolean virtual,
            double heldSeconds,
            boolean waits,
            @Nullable Long session,
            @Nullable String sessionState,
            @Nullable String statement,
            List<String> stack) {}
}
