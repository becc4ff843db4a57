package dev.sluice.control.operation;

import dev.sluice.control.operation.Operation.Status;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.time.SpanText;
import dev.sluice.time.Ticker;
import dev.sluice.value.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation from its order to its end. Thread-safe. */
final class OperationRun implements OperationContext.Follower {

    private final Order order;
    private final OperationContext context;
    private final Ticker ticker;
    private final Consumer<Operation> closing;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final long orderedNanos;
    private volatile Operation state; // changed by change() alone
    private volatile @Nullable RuntimeException refusal;

    /**
     * @param trace the trace of the request, or null if it is not known
     * @param closing gets the final state, before all waiters for the end
     */
    OperationRun(String id, Order order, Ticker ticker, @Nullable TraceContext trace, Consumer<Operation> closing) {
        this.order = order;
        this.ticker = ticker;
        this.closing = closing;
        this.orderedNanos = ticker.nanos();
        this.context = new OperationContext(id, order.dryRun(), order.deadline(), this)
                .orderedBy(order.words(id))
                .tracedAs(trace);
        this.state = queued();
    }

    private Operation queued() {
        Duration deadline = order.deadline();
        Operation.Draft draft = new Operation.Draft();
        draft.id = context.id();
        draft.operation = order.command().name();
        draft.pool = order.pool();
        draft.actor = order.actor();
        draft.parameters = order.command().parameters();
        draft.dryRun = order.dryRun();
        draft.status = Status.QUEUED;
        draft.step = "waiting for a thread";
        draft.startedAt = ticker.instant();
        draft.deadlineSeconds = deadline == null ? null : deadline.toNanos() / 1e9;
        return draft.operation();
    }

    Order order() {
        return order;
    }

    Operation state() {
        return state;
    }

    /** Returns the exception that refused the operation, or null. */
    @Nullable
    RuntimeException refusal() {
        return refusal;
    }

    /** Returns whether the operation has begun as the only one on its pool. */
    boolean hasBegun() {
        return begun.isDone();
    }

    /** Blocks until the run has begun or ended, at most for {@code limit}. */
    void awaitBegun(Duration limit) {
        await(CompletableFuture.anyOf(begun, ended), limit);
    }

    /** Blocks until the run has ended, at most for {@code limit}. */
    void awaitEnded(Duration limit) {
        await(ended, limit);
    }

    private static void await(CompletableFuture<?> moment, Duration limit) {
        try {
            moment.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the caller reads the state of the run
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // neither future fails
        }
    }

    /** Returns the state of the run; throws the refusal if the run was refused. */
    Operation outcome() {
        Operation now = state;
        RuntimeException refused = refusal;
        if (now.hasEnded() && refused != null) {
            throw refused;
        }
        return now;
    }

    /** Returns a stage that completes with the outcome when the run has ended. */
    CompletionStage<Operation> whenEnded() {
        return ended.thenApply(any -> outcome());
    }

    /** Cancels the run; returns true if it had not begun, and never will. */
    boolean cancel() {
        context.cancel();
        return endUnbegun(Status.CANCELLED, "it was cancelled while it waited for a thread");
    }

    /** Ends the run if its deadline has passed before its start; returns true in that case. */
    boolean lapse() {
        Duration deadline = order.deadline();
        return deadline != null
                && remaining(deadline).isNegative()
                && endUnbegun(
                        Status.FAILED,
                        "the deadline of " + SpanText.exact(deadline) + " passed while it waited for a thread");
    }

    private Duration remaining(Duration deadline) {
        return deadline.minusNanos(ticker.nanos() - orderedNanos);
    }

    private boolean endUnbegun(Status how, String why) {
        if (!claimed.compareAndSet(false, true)) {
            return false;
        }
        end(how, new OperationNotBegun(order, why));
        close();
        return true;
    }

    /**
     * Sends the watcher the present state and later states, until the returned object is closed. States arrive in their
     * order; of changes at the same time, only the last may arrive.
     */
    AutoCloseable watch(Consumer<Operation> watcher) {
        Watch watch = new Watch(watcher);
        watches.add(watch);
        watch.deliver();
        return () -> watches.remove(watch);
    }

    /** Executes the run, unless it has ended before its start. Any exception or error ends it. */
    void in(PoolDirectory pools) {
        if (lapse() || !claimed.compareAndSet(false, true)) {
            return;
        }
        try {
            change(queued -> queued.begun(ticker.instant()));
            OperationReport report = order.command().on(pools, order.pool(), inTime());
            Status status =
                    report.complete() ? Status.SUCCEEDED : context.isCancelled() ? Status.CANCELLED : Status.INCOMPLETE;
            String shortfall = report.complete() ? null : report.message();
            change(running -> running.ended(status, ticker.instant(), report, shortfall));
        } catch (RuntimeException e) {
            end(Status.FAILED, e);
        } catch (Error e) {
            end(Status.FAILED, new OperationFailed(order, e));
        } finally {
            close();
        }
    }

    private void close() {
        try {
            closing.accept(state);
        } finally {
            ended.complete(null);
        }
    }

    /** Returns the context with the remaining time; the deadline counts from the order and includes the wait. */
    private OperationContext inTime() {
        Duration deadline = order.deadline();
        return deadline == null ? context : context.within(remaining(deadline));
    }

    private void end(Status how, RuntimeException why) {
        refusal = why; // first: a reader that sees the end must find the reason
        String problem = String.valueOf(why.getMessage());
        change(before -> before.ended(how, ticker.instant(), null, problem));
    }

    @Override
    public void begun() {
        begun.complete(null);
    }

    @Override
    public void progress(int done, int total, String step) {
        change(running -> running.at(done, total, step));
    }

    /** Changes the state, unless the run has ended, and sends it to the watchers. */
    private void change(UnaryOperator<Operation> step) {
        synchronized (this) {
            if (state.hasEnded()) {
                return; // RACE: another thread of the operation reports progress after the end
            }
            state = step.apply(state);
        }
        // over a copy of the list: a watcher may end its watch while it is called
        watches.removeAll(watches.stream().filter(watch -> !watch.isHeard()).toList());
    }

    /** The states that one watcher gets. */
    private final class Watch {

        private final Consumer<Operation> watcher;
        private @Nullable Operation last; // Guarded by this

        Watch(Consumer<Operation> watcher) {
            this.watcher = watcher;
        }

        /** Sends the present state, if the watcher does not have it yet. */
        synchronized void deliver() {
            Operation now = state; // read under the lock, so that no older state follows a newer one
            if (!now.equals(last)) {
                last = now;
                watcher.accept(now);
            }
        }

        /** Sends the present state; returns false after a failure of the watcher, which gets no further state. */
        boolean isHeard() {
            try {
                deliver();
                return true;
            } catch (RuntimeException | Error e) {
                return false;
            }
        }
    }
}
