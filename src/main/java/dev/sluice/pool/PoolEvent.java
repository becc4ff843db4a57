package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.pool.operation.OperationName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a pool. Immutable. {@link #of} begins one, which is filled by name.
 *
 * @param type the kind of the event
 * @param pool name of the pool
 * @param at time of the event, with the full resolution of the clock
 * @param connection name of the resource that the event concerns, or null if the event concerns the pool
 * @param tenant tenant of the lease, or null
 * @param tags tags of the lease, or an empty map
 * @param traceId id of the trace in which the lease was acquired, or null if it is not known
 * @param lane lane of the lease, or null
 * @param total number of resources at the time of the event
 * @param max maximum number of resources
 * @param count a number with a meaning for each type, for example the number of created or missing resources
 * @param detail the reason, the failure or the numbers, or null
 * @param times the number of occurrences: repeated events are kept as one event, the latest
 * @param firstAt the time of the first occurrence
 * @param order id, actor and parameters without secrets of an operation that was ordered over REST, JMX or the command
 *     line; otherwise null
 */
public record PoolEvent(
        Type type,
        String pool,
        Instant at,
        @Nullable String connection,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        @Nullable Priority lane,
        int total,
        int max,
        long count,
        @Nullable EventDetail detail,
        long times,
        Instant firstAt,
        @Nullable String order) {

    /** Number of events that a pool keeps. */
    public static final int KEPT = 1000;

    /**
     * Begins an event that happened once, to be filled by name.
     *
     * @param type the kind of the event
     * @param pool name of the pool
     * @param at time of the event
     */
    public static Builder of(Type type, String pool, Instant at) {
        return new Builder(type, pool, at);
    }

    /** Returns this event as the latest occurrence of the earlier one, with both counts added. */
    PoolEvent after(PoolEvent earlier) {
        return new Builder(this).times(earlier.times + times, earlier.firstAt).build();
    }

    /** Returns the time from {@code start} to this event, zero if the clock of the machine was set back meanwhile. */
    public Duration since(Instant start) {
        Duration time = Duration.between(start, at());
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** Returns the same event with an order. */
    PoolEvent withOrder(@Nullable String newOrder) {
        return new Builder(this).order(newOrder).build();
    }

    /** Returns the name of the operation of this event, or null if the event concerns no operation. */
    public @Nullable OperationName operation() {
        return detail instanceof EventDetail.OperationResult operation ? operation.name() : null;
    }

    /** Returns the text of the detail, or null. */
    public @Nullable String words() {
        return detail == null ? null : detail.text();
    }

    /** Fills an event by name. For one thread. */
    public static final class Builder {

        private final Type type;
        private final String pool;
        private final Instant at;
        private @Nullable String connection;
        private @Nullable String tenant;
        private Map<String, String> tags = Map.of();
        private @Nullable String traceId;
        private @Nullable Priority lane;
        private int total;
        private int max;
        private long count;
        private @Nullable EventDetail detail;
        private long times = 1;
        private Instant firstAt;
        private @Nullable String order;

        private Builder(Type type, String pool, Instant at) {
            this.type = type;
            this.pool = pool;
            this.at = at;
            firstAt = at;
        }

        private Builder(PoolEvent event) {
            this(event.type, event.pool, event.at);
            connection = event.connection;
            tenant = event.tenant;
            tags = event.tags;
            traceId = event.traceId;
            lane = event.lane;
            total = event.total;
            max = event.max;
            count = event.count;
            detail = event.detail;
            times = event.times;
            firstAt = event.firstAt;
            order = event.order;
        }

        /** Sets the name of the resource that the event concerns; null if the event concerns the pool. */
        public Builder connection(@Nullable String name) {
            connection = name;
            return this;
        }

        /** Sets tenant and tags of the lease. */
        public Builder lease(@Nullable String itsTenant, Map<String, String> itsTags) {
            tenant = itsTenant;
            tags = itsTags;
            return this;
        }

        /** Sets the trace in which the lease was acquired; null if it is not known. */
        public Builder traceId(@Nullable String id) {
            traceId = id;
            return this;
        }

        /** Sets the lane of the lease; null if the event concerns no lease. */
        public Builder lane(@Nullable Priority itsLane) {
            lane = itsLane;
            return this;
        }

        /** Sets the number of resources at the time of the event, and their maximum. */
        public Builder sizes(int resources, int maximum) {
            total = resources;
            max = maximum;
            return this;
        }

        /** Sets the number that belongs to the type. */
        public Builder count(long number) {
            count = number;
            return this;
        }

        /** Sets the reason, the failure or the numbers; null for none. */
        public Builder detail(@Nullable EventDetail particulars) {
            detail = particulars;
            return this;
        }

        private Builder times(long occurrences, Instant first) {
            times = occurrences;
            firstAt = first;
            return this;
        }

        private Builder order(@Nullable String words) {
            order = words;
            return this;
        }

        /** Returns the event. */
        public PoolEvent build() {
            return new PoolEvent(
                    type,
                    pool,
                    at,
                    connection,
                    tenant,
                    tags,
                    traceId,
                    lane,
                    total,
                    max,
                    count,
                    detail,
                    times,
                    firstAt,
                    order);
        }
    }

    /** The kinds of events. */
    public enum Type {
        /** The pool has its first resources. Count is their number; the detail is the reason for fewer than minimum. */
        INITIALIZED,
        /** A resource of the first ones could not be created; count is its number, the detail the failure. */
        INITIAL_CREATION_FAILED,
        /** A resource was created; the detail has the purpose. */
        CREATED,
        /** A resource could not be created; the detail has the purpose and the failure. */
        CREATION_FAILED,
        /**
         * The server rejected the user or the password; count is the number of rejections since the last success.
         * Further attempts are made at long intervals.
         */
        PASSWORD_REJECTED,
        /**
         * The server has no free session; count is the number of such failures since the last success. Further attempts
         * are made at longer intervals.
         */
        SERVER_FULL,
        /**
         * A resource was created after failed attempts. Count is their number, the detail the length of the outage. An
         * outage begins at the last proof that a resource works, if that is at most a minute before the first sign of
         * the outage. Otherwise it begins at the start of the first validation or creation that failed.
         */
        RECOVERED,
        /** A resource was leased without a wait. */
        LENT,
        /** A resource was leased after a wait; count is the wait in nanoseconds. */
        LENT_AFTER_WAIT,
        /** A lease was released; count is its duration in nanoseconds. */
        RETURNED,
        /** An idle resource passed its validation. */
        VALIDATED,
        /** An idle resource failed its validation, or a released one could not be reset; the detail has the reason. */
        INVALID,
        /** A resource reached the end of its lifetime. */
        EXPIRED,
        /** A resource was idle for too long. */
        IDLE_TIMEOUT,
        /** A resource is gone; the detail has the reason. */
        CLOSED,
        /** A resource could not be closed properly; it counts as gone. */
        CLOSE_FAILED,
        /** All resources are leased and the maximum exists: a caller must wait. */
        SATURATED,
        /** A lease has exceeded its leak threshold. */
        LEAK,
        /**
         * A lease that was reported as a leak has ended; count is its duration in nanoseconds. If it was ended by
         * force, the detail has the reason.
         */
        LEAK_ENDED,
        /** The pool is being refilled; count is the number of missing resources. */
        REFILL,
        /** An operation began. A dry run has no events of any type. */
        OPERATION_REQUESTED,
        /** An operation was refused because another one runs. */
        OPERATION_REFUSED,
        /**
         * An operation ended complete. Count is the number of resources that it created; after a reset, it includes
         * resources created for callers meanwhile.
         */
        OPERATION_COMPLETED,
        /**
         * An operation ended incomplete; count is as in {@link #OPERATION_COMPLETED}, and the detail has its name, a
         * colon and the reason.
         */
        OPERATION_INCOMPLETE,
        /** The regular maintenance of the pool; the detail has the numbers. */
        STATUS,
        /** The sizes, timeouts or rules were changed. */
        RECONFIGURED,
        /**
         * A policy has changed its state, or has affected callers or leases. Count is the number of effects since the
         * last such event; the detail has the name of the policy, a colon and the news.
         */
        POLICY,
        /**
         * Injected faults have begun, are in force, have had an effect, or have ended. Count is the number of effects
         * since the last such event.
         */
        FAULT_INJECTION,
        /** Callers wait from now on; count is the number of waiters. */
        PAUSED,
        /** Callers are admitted again; count is the number of waiters. */
        RESUMED,
        /** Callers are refused from now on; the detail says whether the pool is being drained. */
        DISABLED,
        /** Callers are not refused any more. */
        ENABLED,
        /** New resources are created at another endpoint, or with other credentials; the detail names the change. */
        MOVED,
        /** The pool is closing. */
        CLOSING,
        /** The pool is closed. */
        POOL_CLOSED
    }
}
