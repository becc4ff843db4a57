package dev.sluice.control.operation;

import dev.sluice.control.operation.Operation.Status;
import dev.sluice.pool.Secrets;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation from its order to its end. Thread-safe. */
final class Run implements OperationContext.Follower {

    private final Order order;
    private final OperationContext context;
    private final Ticker ticker;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Consumer<Operation>> watchers = new CopyOnWriteArrayList<>();
    private volatile Operation state;
    private volatile @Nullable RuntimeException refusal;

    Run(String id, Order order, Ticker ticker) {
        this.order = order;
        this.ticker = ticker;
        this.context = new OperationContext(id, order.dryRun(), order.deadline(), this);
        Duration deadline = order.deadline();
        this.state = new Operation(
                id,
                order.command().name(),
                order.pool(),
                order.actor(),
                order.command().parameters(),
                order.dryRun(),
                Status.RUNNING,
                0,
                0,
                "beginning",
                ticker.instant(),
                null,
                deadline == null ? null : deadline.toNanos() / 1e9,
                null,
                null);
    }

    Order order() {
        return order;
    }

    Operation state() {
        return state;
    }

    /** What it was refused with, or null. */
    @Nullable
    RuntimeException refusal() {
        return refusal;
    }

    /** Whether it got as far as to be the only one on its pool. */
    boolean hasBegun() {
        return begun.isDone();
    }

    CompletableFuture<Void> begunOrEnded() {
        return CompletableFuture.anyOf(begun, ended).thenApply(any -> null);
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    void cancel() {
        context.cancel();
    }

    /** Tells how it stands, now and whenever that changes, until the returned wire is closed. */
    AutoCloseable watch(Consumer<Operation> watcher) {
        watchers.add(watcher);
        watcher.accept(state);
        return () -> watchers.remove(watcher);
    }

    void in(PoolDirectory pools) {
        try {
            OperationReport report = order.command().on(pools, order.pool(), context);
            Status status =
                    report.complete() ? Status.SUCCEEDED : context.isCancelled() ? Status.CANCELLED : Status.INCOMPLETE;
            tell(state.ended(status, ticker.instant(), report, report.complete() ? null : report.message()));
        } catch (RuntimeException e) {
            refusal = e;
            tell(state.ended(Status.FAILED, ticker.instant(), null, Secrets.mask(String.valueOf(e.getMessage()))));
        } finally {
            ended.complete(null);
        }
    }

    @Override
    public void begun() {
        begun.complete(null);
    }

    @Override
    public void progress(int done, int total, String step) {
        tell(state.at(done, total, step));
    }

    private void tell(Operation now) {
        state = now;
        watchers.removeIf(watcher -> !isHeard(watcher, now));
    }

    /** Who cannot listen is not told any more; the operation goes on. */
    private static boolean isHeard(Consumer<Operation> watcher, Operation now) {
        try {
            watcher.accept(now);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
