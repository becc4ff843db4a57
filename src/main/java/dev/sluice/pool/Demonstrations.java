package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the traffic of the demonstration, one at a time on a pool, for a limited time. Only a pool in the demonstration
 * mode has it. Other operations run meanwhile. Afterwards the traffic has no lease, and no fault is injected. Thread-safe.
 */
final class Demonstrations<R> {

    private static final long PROGRESS_NANOS = 250_000_000;
    private static final long CANCEL_NANOS = 100_000_000;
    private static final Duration END = Duration.ofSeconds(30);
    private static final String CLOSED = "the pool was closed";
    private static final OperationName NAME = OperationName.DEMONSTRATE;

    private final PoolCore<R> core;
    private final Operations<R> operations;
    private final LoadCallers.Leasing<R> acquire;
    private final AtomicReference<@Nullable String> running = new AtomicReference<>();
    private volatile TrafficRule<R> permission = new TrafficRule<>(() -> false, null);

    private record TrafficRule<R>(
            BooleanSupplier condition, @Nullable LoadStatements<R> statements) {

        boolean isGiven() {
            return condition.getAsBoolean();
        }
    }

    Demonstrations(PoolCore<R> core, Operations<R> operations, LoadCallers.Leasing<R> acquire) {
        this.core = core;
        this.operations = operations;
        this.acquire = acquire;
    }

    /** Permits the traffic while the condition is true, with the first of these statements. */
    void permit(BooleanSupplier condition, @Nullable LoadStatements<R> statements) {
        permission = new TrafficRule<>(condition, statements);
    }

    OperationReport run(Duration time, OperationContext context) {
        TrafficRule<R> given = permission;
        if (!given.isGiven()) {
            throw new Unsupported(
                    core.name, NAME.text(), "is not the embedded pool of a service in the demonstration mode");
        }
        DemoTraffic<R> traffic = new DemoTraffic<>(core, acquire, given.statements());
        if (context.isDryRun()) {
            return operations.beside(
                    NAME,
                    context,
                    work -> work.draft.say(
                            "would begin " + traffic.callers().size() + " callers for " + SpanText.exact(time)));
        }
        String other = running.compareAndExchange(null, context.id());
        if (other != null) {
            core.events.operation(Type.OPERATION_REFUSED, 0, NAME, null, context);
            throw new OperationInProgress(core.name, NAME.text(), NAME.text(), other);
        }
        try {
            return operations.beside(
                    NAME, context, work -> run(traffic, given.statements(), end(time, context), context, work));
        } finally {
            running.set(null);
        }
    }

    /** Returns the end of the traffic: after the duration, or at the deadline of the order if that is earlier. */
    private Deadline end(Duration time, OperationContext context) {
        Duration limit = context.limit();
        return Deadline.in(limit == null || limit.compareTo(time) > 0 ? time : limit, core.ticker);
    }

    private void run(
            DemoTraffic<R> traffic,
            @Nullable LoadStatements<R> statements,
            Deadline end,
            OperationContext context,
            OperationWork<R> work) {
        List<Runnable> callers = traffic.callers();
        ExecutorService threads = Workers.named("sluice-demo-" + core.name, callers.size());
        try {
            CompletableFuture<Void> ended = CompletableFuture.allOf(callers.stream()
                    .map(caller -> CompletableFuture.runAsync(caller, threads))
                    .toArray(CompletableFuture<?>[]::new));
            work.draft.fail(follow(ended, traffic, end, context));
            traffic.stop();
            threads.shutdownNow(); // ends waits and holds
            awaitEnd(ended.handle((none, failure) -> null), statements);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            work.draft.fail("interrupted");
        } finally {
            traffic.stop();
            threads.shutdownNow();
            work.draft.say("demonstration traffic: " + traffic.words());
        }
    }

    /** Waits for the callers. No interrupt ends a statement, and one may begin late: so they are cancelled repeatedly. */
    private void awaitEnd(CompletableFuture<?> ended, @Nullable LoadStatements<R> statements) {
        Deadline limit = Deadline.in(END, core.ticker);
        while (!ended.isDone() && !limit.isExpired()) {
            if (statements != null) {
                statements.cancel();
            }
            ended.copy()
                    .completeOnTimeout(null, CANCEL_NANOS, TimeUnit.NANOSECONDS)
                    .join();
        }
    }

    /** Follows the callers until they must end. Returns the reason of an early end, or null. */
    private @Nullable String follow(
            CompletableFuture<Void> ended, DemoTraffic<R> traffic, Deadline end, OperationContext context)
            throws InterruptedException {
        int total = (int) end.length().toSeconds();
        while (!context.await(ended, PROGRESS_NANOS)) {
            int left = (int) TimeUnit.NANOSECONDS.toSeconds(end.remainingNanos());
            context.progress(total - left, total, "demonstration traffic: " + traffic.words());
            if (context.isCancelled()) {
                return "cancelled";
            }
            if (!core.isServing()) {
                return CLOSED;
            }
            if (!permission.isGiven()) {
                return "the demonstration mode has ended";
            }
            if (end.isExpired()) {
                return null;
            }
        }
        return core.isServing() ? null : CLOSED;
    }
}
