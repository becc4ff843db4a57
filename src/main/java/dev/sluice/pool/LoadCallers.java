package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.admission.WaitHistogram;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.LoadResult;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The callers of a load test, and their counts. Thread-safe: each caller has a thread of its own. */
final class LoadCallers<R> {

    private static final String TAG = "load-test";
    private static final long LOOK_NANOS = 100_000_000;
    private static final Duration SHORTEST_REST = Duration.ofMillis(1);

    private final PoolCore<R> core;
    private final LoadPlan plan;
    private final Leasing<R> acquire;
    private final @Nullable LoadStatements<R> statements;
    private final Map<Priority, AcquireRequest> requests = new EnumMap<>(Priority.class);
    private final AtomicLong remaining;
    private final WaitHistogram waits = new WaitHistogram();
    private final LongAdder errors = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final LongAccumulator peak = new LongAccumulator(Math::max, 0);
    private final AtomicReference<@Nullable String> firstRefusal = new AtomicReference<>();
    private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();
    private volatile boolean stopped;

    /** Leases as applications of the pool do. */
    @FunctionalInterface
    interface Leasing<R> {
        Lease<R> lease(AcquireRequest request) throws InterruptedException;
    }

    LoadCallers(
            PoolCore<R> core, LoadPlan plan, String id, Leasing<R> acquire, @Nullable LoadStatements<R> statements) {
        this.statements = plan.statement() == null ? null : statements;
        this.core = core;
        this.plan = plan;
        this.acquire = acquire;
        Integer leases = plan.leases();
        this.remaining = new AtomicLong(leases == null ? Long.MAX_VALUE : leases);
        for (Priority lane : plan.lanes().weights().keySet()) {
            requests.put(lane, AcquireRequest.DEFAULT.withPriority(lane).withTag(TAG, id));
        }
    }

    /** Runs one caller until all acquires are begun, the test is stopped, or the pool is closed. */
    void run(int thread) {
        SplittableRandom random = new SplittableRandom(plan.seed() * 1000 + thread);
        while (!stopped && remaining.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            AcquireRequest request = requests.get(plan.lanes().lane(random.nextDouble()));
            if (request == null || !turn(request)) {
                return;
            }
        }
    }

    /** Acquires, holds and releases once. Returns false if the caller must end. */
    private boolean turn(AcquireRequest request) {
        try {
            waits.record(lease(request));
            return true;
        } catch (InterruptedException | PoolClosed e) {
            remaining.incrementAndGet(); // an acquire that the end has broken off does not count
            stopped = true;
            return false;
        } catch (PoolException e) {
            firstRefusal.compareAndSet(null, FailureText.of(e));
            refused.computeIfAbsent(e.getClass().getSimpleName(), kind -> new LongAdder())
                    .increment();
        } catch (Exception | Error e) {
            firstError.compareAndSet(null, FailureText.of(e));
            errors.increment();
        }
        hold(plan.hold().compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : plan.hold()); // refusals must not spin
        return true;
    }

    /** Acquires, holds, runs the statement if there is one, and releases. Returns the nanoseconds of the wait. */
    private long lease(AcquireRequest request) throws Exception {
        long start = core.ticker.nanos();
        Lease<R> lease = acquire.lease(request);
        long waited = core.ticker.nanos() - start;
        try (lease) {
            peak.accumulate(core.slots.leased());
            hold(plan.hold());
            if (statements != null && !stopped && core.isServing()) {
                statements.run(String.valueOf(plan.statement()), lease);
            }
        }
        return waited;
    }

    private void hold(Duration time) {
        Deadline end = Deadline.in(time, core.ticker);
        while (!stopped && !end.isExpired() && core.isServing()) {
            core.ticker.park(this, Math.min(LOOK_NANOS, end.remainingNanos()));
        }
    }

    /** Lets all callers end before their next acquire. Interrupt their threads afterwards, to end waits. */
    void stop() {
        stopped = true;
    }

    /** Returns the number of acquires that have ended. */
    long ended() {
        return waits.count() + errors.sum() + refusals();
    }

    private long refusals() {
        return refused.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns the number of acquires that were not begun. */
    long remaining() {
        return remaining.get();
    }

    /** Returns the text of the first refusal, or null without one. */
    @Nullable
    String firstRefusal() {
        return firstRefusal.get();
    }

    /** Returns the text of the first error, or null without one. */
    @Nullable
    String firstError() {
        return firstError.get();
    }

    LoadResult result(long elapsedNanos) {
        Map<String, Long> kinds = new TreeMap<>();
        refused.forEach((kind, count) -> kinds.put(kind, count.sum()));
        long ok = waits.count();
        return new LoadResult(
                ended(),
                ok,
                kinds,
                errors.sum(),
                seconds(waits.percentile(0.5)),
                seconds(waits.percentile(0.95)),
                seconds(waits.percentile(0.99)),
                seconds(waits.longest()),
                elapsedNanos <= 0 ? 0 : ok / Seconds.of(elapsedNanos),
                (int) peak.get(),
                plan.seed());
    }

    private static double seconds(Duration wait) {
        return Seconds.of(wait.toNanos());
    }
}
