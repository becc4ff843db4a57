package dev.sluice.pool.operation;

import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one operation, and its connection to a follower, which receives its progress and may cancel it.
 * For one operation; thread-safe.
 */
public final class OperationContext {

    private final String id;
    private final boolean dryRun;
    private final @Nullable Duration limit;
    private final Follower follower;
    private final CompletableFuture<Void> cancelled;
    private final @Nullable String order;
    private final @Nullable OperationName name;

    /** Receives the progress of an operation, on the thread that runs it. */
    public interface Follower {

        /** A follower that ignores everything. */
        Follower NONE = new Follower() {};

        /** Receives the begin of the operation: from now on no other operation runs on the pool. */
        default void begun() {}

        /**
         * Receives the progress.
         *
         * @param done finished steps
         * @param total steps; may grow
         * @param step the current step
         */
        default void progress(int done, int total, String step) {}
    }

    /**
     * @param id by which others know it
     * @param dryRun whether it only tells what it would do
     * @param limit how long it may take, null for as long as its steps may
     */
    public OperationContext(String id, boolean dryRun, @Nullable Duration limit, Follower follower) {
        this(id, dryRun, limit, follower, new CompletableFuture<>(), null, null);
    }

    private OperationContext(
            String id,
            boolean dryRun,
            @Nullable Duration limit,
            Follower follower,
            CompletableFuture<Void> cancelled,
            @Nullable String order,
            @Nullable OperationName name) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException("deadline must be positive: " + SpanText.exact(limit));
        }
        this.id = id;
        this.dryRun = dryRun;
        this.limit = limit;
        this.follower = follower;
        this.cancelled = cancelled;
        this.order = order;
        this.name = name;
    }

    /** Returns a context of the same operation with another limit; a cancel of one cancels both. */
    public OperationContext within(Duration newLimit) {
        return new OperationContext(id, dryRun, newLimit, follower, cancelled, order, name);
    }

    /** Returns a context in which the operation reports itself under this name, because it is a form of another one. */
    public OperationContext named(OperationName newName) {
        return new OperationContext(id, dryRun, limit, follower, cancelled, order, newName);
    }

    /**
     * Returns a context of the same operation that names the order for the log and the events: the id, the actor and the
     * parameters, without secrets.
     */
    public OperationContext orderedBy(String newOrder) {
        return new OperationContext(id, dryRun, limit, follower, cancelled, newOrder, name);
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

    /** Returns the name under which the operation reports itself. */
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

    /** Stops the operation before its next step. What it has done stays done. Harmless if it has ended. */
    public void cancel() {
        cancelled.complete(null);
    }

    /** Returns whether the operation has to stop. */
    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /**
     * Waits for a step, but no longer than until the operation is cancelled.
     *
     * @return whether the step is done, well or badly
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
