package dev.sluice.batch;

import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs a batch: a feeder reads jobs, workers do them, and the thread that calls {@link #run} collects the result of
 * each job. Thread-safe; an instance runs once.
 *
 * <p><b>Guarantees.</b> Each job that is read has one result, or is counted as not run. Memory holds no more than the
 * plan's queue and one chunk for each worker. A job whose connection is lost is done again; its work must tolerate
 * that, see {@link Work}. When {@link #run} returns, its threads have ended and its connections are closed. The
 * exception is a job of a cancelled run that cannot be interrupted.
 *
 * @param <T> the type of a job
 */
public final class BatchRun<T> implements Running {

    /** Maximum wait for the end of jobs under way after a cancellation; then they are aborted. */
    public static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration UNTIL_INTERRUPT = GRACE.plusSeconds(1);
    private static final Duration UNTIL_LEFT_BEHIND = GRACE.plusSeconds(2);
    private static final long LOOK_MILLIS = 20;
    private static final long JOIN_SECONDS = 10;

    private final RunState<T> state;
    private final JobSource<T> source;
    private final Ticker ticker;
    private final BlockingQueue<ChunkOutcome> outcomes;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean paused;
    private volatile long startNanos;
    private volatile @Nullable BatchReport end;
    private volatile boolean cancelled;
    private volatile long cancelledNanos;

    /** Creates a run with the system's clock. */
    public BatchRun(BatchPlan plan, JobSource<T> source, Work<T> work, BatchListener listener) {
        this(plan, source, work, listener, Ticker.system());
    }

    BatchRun(BatchPlan plan, JobSource<T> source, Work<T> work, BatchListener listener, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
        state = new RunState<>(
                plan, source, work, ticker, () -> ThreadLocalRandom.current().nextDouble(), listener);
        outcomes = new ArrayBlockingQueue<>(BatchPlan.QUEUE_CAPACITY);
        startNanos = ticker.nanos();
    }

    /**
     * Runs the batch to its end.
     *
     * @throws IllegalStateException if it was run before
     */
    @Override
    public BatchReport run() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("a run cannot be run twice");
        }
        int workers = state.plan.workers();
        state.publish(listener -> listener.started(source.total(), workers));
        ExecutorService threads = Workers.named("sluice-batch", workers + 1);
        startNanos = ticker.nanos();
        StopReason stop;
        boolean leftBehind = true;
        try {
            for (int i = 0; i < workers; i++) {
                threads.execute(new Worker<>(i, state, outcomes));
            }
            threads.execute(this::feed);
            leftBehind = !collect(threads);
            stop = state.stopped();
            state.publish(BatchListener::closing);
        } finally {
            state.stop(BatchStatus.FAILED, "the run was broken off");
            end(threads, leftBehind);
        }
        BatchReport report = reportOf(stop);
        end = report;
        state.publish(listener -> listener.ended(report));
        return report;
    }

    private void feed() {
        try (JobSource<T> jobs = source) {
            for (Chunk<T> chunk = jobs.next(); chunk != null; chunk = jobs.next()) {
                state.totals.sees(chunk.size());
                if (!state.queue.put(chunk)) {
                    return;
                }
            }
            state.totals.allSeen();
            state.queue.complete();
        } catch (Exception | Error e) {
            state.stop(BatchStatus.FAILED, ReasonText.of(e));
        }
    }

    /** Collects results until the last worker has ended. Returns false if workers do not end although they should. */
    private boolean collect(ExecutorService threads) {
        int left = state.plan.workers();
        boolean interrupted = false;
        while (left > 0 && !isLeftBehind(threads)) {
            try {
                ChunkOutcome outcome = outcomes.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (outcome == null) {
                    continue;
                }
                if (outcome.isGone()) {
                    left--;
                } else {
                    collect(outcome);
                }
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left == 0;
    }

    private void collect(ChunkOutcome outcome) {
        state.totals.add(outcome);
        for (JobFailure failure : outcome.failures()) {
            state.publish(listener -> listener.failed(failure));
        }
        int percent = state.totals.reached();
        if (percent > 0) {
            state.publish(listener -> listener.progress(percent));
        }
        if (state.plan.stopAtFailure() && !outcome.failures().isEmpty()) {
            state.stop(BatchStatus.FAILED, outcome.failures().get(0).text());
        }
    }

    /** Ends the run step by step. */
    private boolean isLeftBehind(ExecutorService threads) {
        if (!cancelled) {
            return false;
        }
        long since = ticker.nanos() - cancelledNanos;
        if (since >= GRACE.toNanos() && !state.isAborting()) {
            state.abortAll();
        }
        if (since >= UNTIL_INTERRUPT.toNanos()) {
            threads.shutdownNow();
        }
        return since >= UNTIL_LEFT_BEHIND.toNanos();
    }

    /**
     * Ends the threads, but does not wait for workers that were left behind. These workers are daemon threads, and so
     * is a feeder that its source blocks.
     */
    private static void end(ExecutorService threads, boolean leftBehind) {
        threads.shutdownNow();
        boolean waiting = !leftBehind;
        boolean interrupted = false;
        while (waiting) {
            try {
                threads.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS);
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private BatchReport reportOf(@Nullable StopReason stop) {
        BatchStatus status;
        if (stop != null) {
            status = stop.status();
        } else {
            status = state.totals.hasFailures() ? BatchStatus.COMPLETED_WITH_ERRORS : BatchStatus.COMPLETED;
        }
        return state.totals.report(status, ticker.nanos() - startNanos, stop == null ? null : stop.problem());
    }

    /**
     * Pauses the run: no new job begins until {@link #resume}, and jobs under way continue. Does nothing after the
     * end.
     */
    @Override
    public void pause() {
        paused = true;
        state.queue.hold(true);
    }

    /** Ends a pause; jobs begin again. */
    @Override
    public void resume() {
        paused = false;
        state.queue.hold(false);
    }

    /**
     * Cancels the run: no further job begins. Jobs under way have {@link #GRACE} to end, then they are aborted. The
     * run returns within five seconds, even if they continue.
     */
    @Override
    public synchronized void cancel() {
        if (!cancelled) {
            cancelledNanos = ticker.nanos();
            cancelled = true;
            state.stop(BatchStatus.CANCELLED, null);
        }
    }

    /** Returns the current status of the run. */
    @Override
    public BatchStatus status() {
        BatchReport last = end;
        if (last != null) {
            return last.status();
        }
        if (state.isStopped()) {
            return BatchStatus.STOPPING;
        }
        if (paused) {
            return BatchStatus.PAUSED;
        }
        return state.isWaiting() ? BatchStatus.WAITING : BatchStatus.RUNNING;
    }

    @Override
    public OptionalInt mostAtATime() {
        if (end != null) {
            return OptionalInt.empty();
        }
        int limit = state.contention.limit();
        OptionalInt most = state.work.mostAtATime();
        if (most.isPresent()) {
            return OptionalInt.of(Math.min(most.getAsInt(), limit));
        }
        return limit < state.plan.workers() ? OptionalInt.of(limit) : most;
    }

    /** Returns the report so far; after the end, the report that {@link #run} returned. */
    @Override
    public BatchReport report() {
        BatchReport last = end;
        return last != null ? last : state.totals.report(status(), ticker.nanos() - startNanos, null);
    }
}
