package dev.sluice.pool.operation;

import dev.sluice.value.BadValue;
import dev.sluice.value.TraceContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one operation, and its connection to a follower, which receives its progress. The operation can be
 * cancelled. Used for one operation. Thread-safe.
 */
public final class OperationContext {

    private final String id;
    private final boolean dryRun;
    private final @Nullable Duration limit;
    private final Follower follower;
    private final CompletableFuture<Void> cancelled;
    private final @Nullable String order;
    private final @Nullable OperationName name;
    private final @Nullable TraceContext trace;

    /** Receives the progress of an operation, on the thread that runs it. */
    public interface Follower {

        /** A follower that ignores everything. */
        Follower NONE = new Follower() {};

        /** Receives the begin of the operation: from now on no other operation runs on the pool. */
        default void begun() {}

        /**
         * Receives the progress.
         *
         * @param done number of finished steps
         * @param total number of steps; may grow
         * @param step name of the current step
         */
        default void progress(int done, int total, String step) {}
    }

    /**
     * Creates a context.
     *
     * @param id id of the operation
     * @param dryRun whether the operation only reports its effect
     * @param limit maximum duration, or null for the limits of its steps alone
     */
    public OperationContext(String id, boolean dryRun, @Nullable Duration limit, Follower follower) {
        this(id, dryRun, limit, follower, new CompletableFuture<>(), null, null, null);
    }

    private OperationContext(
            String id,
            boolean dryRun,
            @Nullable Duration limit,
            Follower follower,
            CompletableFuture<Void> cancelled,
            @Nullable String order,
            @Nullable OperationName name,
            @Nullable TraceContext trace) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw BadValue.of("deadline", "must be positive", limit);
        }
        this.id = id;
        this.dryRun = dryRun;
        this.limit = limit;
        this.follower = follower;
        this.cancelled = cancelled;
        this.order = order;
        this.name = name;
        this.trace = trace;
    }

    /** Returns a context of the same operation with another limit; a cancel of one cancels both. */
    public OperationContext within(Duration newLimit) {
        return new OperationContext(id, dryRun, newLimit, follower, cancelled, order, name, trace);
    }

    /** Returns a context in which the operation reports under this name, because it is part of another operation. */
    public OperationContext named(OperationName newName) {
        return new OperationContext(id, dryRun, limit, follower, cancelled, order, newName, trace);
    }

    /**
     * Returns a context of the same operation with its order for the log and the events: the id, the actor and the
     * parameters, without secrets.
     */
    public OperationContext orderedBy(String newOrder) {
        return new OperationContext(id, dryRun, limit, follower, cancelled, newOrder, name, trace);
    }

    /** Returns a context of the same operation with the trace of the request that ordered it; null if not known. */
    public OperationContext tracedAs(@Nullable TraceContext newTrace) {
        return new OperationContext(id, dryRun, limit, follower, cancelled, order, name, newTrace);
    }

    /** Returns a context without deadline and follower. */
    public static OperationContext plain() {
        return new OperationContext("-", false, null, Follower.NONE);
    }

    /** Returns the id of the operation. */
    public String id() {
        return id;
    }

    /** Returns the order as text for the log and the events, or null if the application called the pool itself. */
    public @Nullable String order() {
        return order;
    }

    /**
     * Returns the trace of the request that ordered the operation. Null if it is not known, and for an operation that
     * runs on the thread of its caller, whose own trace it then belongs to.
     */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** Returns the name for the reports of the operation: the name of this context, if it has one. */
    public OperationName nameOr(OperationName usual) {
        return name == null ? usual : name;
    }

    /** Returns whether the operation only reports its effect. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Returns the maximum duration, or null. */
    public @Nullable Duration limit() {
        return limit;
    }

    /** See {@link Follower#begun()}. */
    public void begun() {
        follower.begun();
    }

    /** See {@link Follower#progress}. */
    public void progress(int done, int total, String step) {
        follower.progress(done, total, step);
    }

    /** Stops the operation before its next step. Finished steps stay in effect. Has no effect after its end. */
    public void cancel() {
        cancelled.complete(null);
    }

    /** Returns whether the operation was cancelled and must stop. */
    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /**
     * Waits for a step, at most for this time or until the operation is cancelled.
     *
     * @return whether the step has ended, with a success or a failure
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(CompletableFuture<?> step, long nanos) throws InterruptedException {
        try {
            CompletableFuture.anyOf(step, cancelled).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return step.isDone();
        }
        return step.isDone();
    }
}
