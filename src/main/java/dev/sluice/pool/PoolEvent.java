package dev.sluice.pool;

import dev.sluice.pool.operation.OperationName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a pool. Immutable.
 *
 * @param type the kind of the event
 * @param pool name of the pool
 * @param at time of the event, with the full resolution of the clock
 * @param connection name of the resource that the event concerns, or null if the event concerns the pool
 * @param tenant tenant of the lease, or null
 * @param tags tags of the lease, or an empty map
 * @param total number of resources at the time of the event
 * @param max maximum number of resources
 * @param count a number that belongs to the type: the number of created, retired or missing resources
 * @param detail the reason, the failure or the numbers, or null
 * @param times the number of occurrences: repeated events are kept as one, the last of them
 * @param firstAt the time of the first occurrence
 * @param order of an operation that was ordered over REST, JMX or the shell: its id, who ordered it, and its parameters
 *     without secrets; otherwise null
 */
public record PoolEvent(
        Type type,
        String pool,
        Instant at,
        @Nullable String connection,
        @Nullable String tenant,
        Map<String, String> tags,
        int total,
        int max,
        long count,
        @Nullable EventDetail detail,
        long times,
        Instant firstAt,
        @Nullable String order) {

    /** Creates an event that happened once. */
    public PoolEvent(
            Type type,
            String pool,
            Instant at,
            @Nullable String connection,
            @Nullable String tenant,
            Map<String, String> tags,
            int total,
            int max,
            long count,
            @Nullable EventDetail detail) {
        this(type, pool, at, connection, tenant, tags, total, max, count, detail, 1, at, null);
    }

    /** Returns this event as the latest occurrence of the earlier one, with both counts added. */
    PoolEvent after(PoolEvent earlier) {
        return with(earlier.times + times, earlier.firstAt, order);
    }

    /** Returns the same event with an order. */
    PoolEvent withOrder(@Nullable String newOrder) {
        return with(times, firstAt, newOrder);
    }

    private PoolEvent with(long newTimes, Instant newFirstAt, @Nullable String newOrder) {
        return new PoolEvent(
                type, pool, at, connection, tenant, tags, total, max, count, detail, newTimes, newFirstAt, newOrder);
    }

    /** Returns the name of the operation of this event, or null if the event concerns no operation. */
    public @Nullable OperationName operation() {
        return detail instanceof EventDetail.Operation operation ? operation.name() : null;
    }

    /** Returns the detail in words, or null. */
    public @Nullable String words() {
        return detail == null ? null : detail.text();
    }

    /** The kinds of events. */
    public enum Type {
        /** The pool has its first resources; count is their number, the detail says why they are fewer than the minimum. */
        INITIALIZED,
        /** The n-th of the first resources could not be created. */
        INITIAL_CREATION_FAILED,
        /** A resource was created; the detail says what for. */
        CREATED,
        /** A resource could not be created; the detail says why. */
        CREATION_FAILED,
        /**
         * The server rejected the user or the password; count is the number of rejections since the last success.
         * Further attempts are made at long intervals.
         */
        PASSWORD_REJECTED,
        /**
         * A resource was created after failed attempts; count is their number, the detail the length of the outage. The
         * outage began at the last proof that a resource works, if that was less than a minute before the first sign of
         * the outage; otherwise at the start of the first validation or creation that failed.
         */
        RECOVERED,
        /** A lease was given out without a wait. */
        LENT,
        /** A lease was given out after a wait; count is the wait in nanoseconds. */
        LENT_AFTER_WAIT,
        /** A lease came back; count is the time it was out, in nanoseconds. */
        RETURNED,
        /** A resource that had been idle was found to work. */
        VALIDATED,
        /** A resource that had been idle does not work, or one that came back could not be reset; the detail says why. */
        INVALID,
        /** A resource reached the end of its lifetime. */
        EXPIRED,
        /** A resource was idle for too long. */
        IDLE_TIMEOUT,
        /** A resource is gone; the detail says why. */
        CLOSED,
        /** A resource could not be closed properly; it counts as gone. */
        CLOSE_FAILED,
        /** Everything is leased and the pool must not grow: somebody has to wait. */
        SATURATED,
        /** A lease is out for longer than the leak threshold. */
        LEAK,
        /**
         * A lease that was reported as a leak has ended; count is the time it was out, in nanoseconds. The detail says
         * why, if it was ended by force.
         */
        LEAK_ENDED,
        /** The pool is being refilled; count tells how many are missing. */
        REFILL,
        /** An operation began. A dry run has no events of any type. */
        OPERATION_REQUESTED,
        /** An operation was refused because another one runs. */
        OPERATION_REFUSED,
        /**
         * An operation ended complete; count is the number of resources it created, and after a reset the number of
         * new resources, with those that were created for callers meanwhile.
         */
        OPERATION_COMPLETED,
        /**
         * An operation ended incomplete; count is as in {@link #OPERATION_COMPLETED}, and the detail has its name, a
         * colon and the reason.
         */
        OPERATION_INCOMPLETE,
        /** The regular look at the pool; the detail has the numbers. */
        STATUS,
        /** The sizes, timeouts or rules were changed. */
        RECONFIGURED,
        /** Nobody is let in any more; count tells how many wait. */
        PAUSED,
        /** Callers are let in again; count tells how many still wait. */
        RESUMED,
        /** Callers are refused from now on; the detail says whether the pool is being drained. */
        DISABLED,
        /** Callers are not refused any more. */
        ENABLED,
        /** New resources come from another endpoint, or by other credentials, from now on; the detail says which. */
        MOVED,
        /** The pool is closing. */
        CLOSING,
        /** The pool is closed. */
        POOL_CLOSED
    }
}
