package dev.sluice.pool;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a pool. Immutable.
 *
 * @param type what happened
 * @param pool the pool's name
 * @param at when, with the clock's full resolution
 * @param connection the name of the resource it happened to, or null if it concerns the pool
 * @param tenant of the lease, or null
 * @param tags of the lease, or empty
 * @param total resources in the pool at that moment
 * @param max how many it may have
 * @param count a number that belongs to the type: how many were created, retired, are missing
 * @param detail the reason or the error in words, or null
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
        @Nullable String detail,
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
            @Nullable String detail) {
        this(type, pool, at, connection, tenant, tags, total, max, count, detail, 1, at, null);
    }

    /** Returns this event as the latest occurrence of the earlier one, with both counts added. */
    PoolEvent after(PoolEvent earlier) {
        return with(detail, earlier.times + times, earlier.firstAt, order);
    }

    /** Returns the same event with another detail. */
    public PoolEvent withDetail(@Nullable String newDetail) {
        return with(newDetail, times, firstAt, order);
    }

    /** Returns the same event with another order. */
    public PoolEvent withOrder(@Nullable String newOrder) {
        return with(detail, times, firstAt, newOrder);
    }

    private PoolEvent with(@Nullable String newDetail, long newTimes, Instant newFirstAt, @Nullable String newOrder) {
        return new PoolEvent(
                type, pool, at, connection, tenant, tags, total, max, count, newDetail, newTimes, newFirstAt, newOrder);
    }

    /** Returns the name of the operation of this event, or an empty text. */
    public String operation() {
        String text = detail == null ? "" : detail;
        int colon = text.indexOf(": ");
        return type == Type.OPERATION_INCOMPLETE && colon >= 0 ? text.substring(0, colon) : text;
    }

    /** Returns the reason why the operation of this event is incomplete, or an empty text. */
    public String incompleteBecause() {
        String text = detail == null ? "" : detail;
        return text.length() > operation().length() ? text.substring(operation().length() + 2) : "";
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
