package dev.sluice.pool;

import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.LoadResult;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Workers;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A load test, from the start of its callers to its report. Used by one thread. */
final class LoadRun<R> {

    private static final long PROGRESS_NANOS = 250_000_000;
    private static final Duration END = Duration.ofSeconds(30);

    private final PoolCore<R> core;
    private final LoadPlan plan;
    private final OperationContext context;
    private final LoadCallers<R> callers;
    private final long startNanos;
    private final Deadline limit;
    private final @Nullable Deadline ordered;
    private boolean wasPaused;

    LoadRun(
            PoolCore<R> core,
            LoadPlan plan,
            OperationContext context,
            LoadCallers.Leasing<R> acquire,
            @Nullable LoadStatements<R> statements) {
        this.core = core;
        this.plan = plan;
        this.context = context;
        this.startNanos = core.ticker.nanos();
        this.limit = Deadline.in(plan.limit(), core.ticker);
        Duration whole = context.limit();
        this.ordered = whole == null ? null : Deadline.in(whole, core.ticker);
        this.callers = new LoadCallers<>(core, plan, context.id(), acquire, statements);
    }

    void run(OperationWork<R> work) {
        ExecutorService threads = Workers.named("sluice-load-" + core.name, plan.threads());
        try {
            CompletableFuture<?>[] all = IntStream.range(0, plan.threads())
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> callers.run(thread), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture<Void> ended = CompletableFuture.allOf(all);
            String problem = follow(ended);
            callers.stop();
            threads.shutdownNow(); // ends waits and holds
            awaitEnd(ended);
            report(work, problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report(work, "interrupted");
        } finally {
            callers.stop();
            threads.shutdownNow();
        }
    }

    /** Waits for the callers. The context would not wait any more after a cancel. */
    private static void awaitEnd(CompletableFuture<Void> ended) {
        ended.handle((none, failure) -> null)
                .completeOnTimeout(null, END.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    /** Follows the callers until they end, or must end. Returns the reason of an early end, or null. */
    private @Nullable String follow(CompletableFuture<Void> ended) throws InterruptedException {
        while (!context.await(ended, PROGRESS_NANOS)) {
            progress();
            if (context.isCancelled()) {
                return "cancelled";
            }
            if (!core.isServing()) {
                return "the pool was closed";
            }
            if (ordered != null && ordered.isExpired()) {
                return "the deadline of " + SpanText.exact(ordered.length()) + " has passed";
            }
            if (limit.isExpired()) {
                return lateness();
            }
        }
        return callers.remaining() > 0 && !core.isServing() ? "the pool was closed" : null;
    }

    private @Nullable String lateness() {
        return plan.leases() == null ? null : "not all acquires were begun within " + SpanText.exact(plan.limit());
    }

    private void progress() {
        Integer leases = plan.leases();
        int done = leases == null ? (int) Duration.ofNanos(elapsed()).toSeconds() : (int) callers.ended();
        int total = leases == null ? (int) plan.limit().toSeconds() : leases;
        boolean isPaused = core.gate.isPaused();
        wasPaused |= isPaused;
        context.progress(done, total, Plural.of(callers.ended(), "acquire") + (isPaused ? ", the pool is paused" : ""));
    }

    private long elapsed() {
        return core.ticker.nanos() - startNanos;
    }

    private void report(OperationWork<R> work, @Nullable String problem) {
        LoadResult result = callers.result(elapsed());
        work.draft.load(result);
        work.draft.fail(problem);
        work.draft.say(words(result));
    }

    private String words(LoadResult result) {
        long refused =
                result.refused().values().stream().mapToLong(Long::longValue).sum();
        return Plural.of(result.total(), "acquire") + ": " + result.ok() + " ok, " + refused + " refused"
                + (result.refused().isEmpty() ? "" : " " + result.refused()) + first(callers.firstRefusal()) + ", "
                + Plural.of(result.errors(), "error") + first(callers.firstError()) + "; wait p50 "
                + span(result.p50WaitSeconds()) + ", p95 " + span(result.p95WaitSeconds()) + ", p99 "
                + span(result.p99WaitSeconds()) + ", longest " + span(result.longestWaitSeconds()) + "; "
                + Math.round(result.okPerSecond()) + " leases a second; most in use " + result.peakInUse()
                + (wasPaused ? "; the pool was paused meanwhile" : "");
    }

    private static String first(@Nullable String failure) {
        return failure == null ? "" : " (the first: " + failure + ")";
    }

    private static String span(double seconds) {
        return SpanText.of(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
