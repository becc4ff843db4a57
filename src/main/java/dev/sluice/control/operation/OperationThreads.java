package dev.sluice.control.operation;

import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run operations, in three groups, so that a slow operation never delays a quick one. Commands that
 * take no time run on the caller's thread. Commands of bounded time have up to {@value #QUICK} threads of their own and
 * never queue. All others share {@value #LONG} threads; up to {@value #QUEUED} more wait in a queue. Thread-safe.
 */
final class OperationThreads implements AutoCloseable {

    /** Maximum number of long operations that run at the same time. */
    static final int LONG = 32;

    /** Maximum number of long operations that wait for a thread. */
    static final int QUEUED = 100;

    /** Maximum number of operations of bounded time that run at the same time. */
    static final int QUICK = 128;

    /** Longest wait of a close for the operations that run. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final ThreadPoolExecutor slow = Workers.bounded("sluice-operation", LONG, QUEUED);
    private final ThreadPoolExecutor quick = Workers.bounded("sluice-operation-quick", QUICK, 0);

    /** Number of long operations that run or wait. */
    private final AtomicInteger ordered = new AtomicInteger();

    /** The start of a run: now, or after a wait for a thread. */
    enum RunStart {
        /** A thread is free. */
        NOW,
        /** All threads of the lane are busy. */
        QUEUED
    }

    /** A run in the queue of the long operations. */
    private record QueuedRun(OperationRun of, PoolDirectory pools, AtomicInteger ordered) implements Runnable {

        @Override
        public void run() {
            try {
                of.in(pools);
            } finally {
                ordered.decrementAndGet();
            }
        }
    }

    /**
     * Starts or queues a run.
     *
     * @throws OperationNotBegun if no thread is free and no place in a queue is left
     */
    RunStart execute(OperationRun run, PoolDirectory pools) {
        Order order = run.order();
        return switch (order.command().effort(order.dryRun())) {
            case NONE -> {
                run.in(pools);
                yield RunStart.NOW;
            }
            case STEPS -> {
                submit(quick, order, () -> run.in(pools), QUICK + " of its kind run, the maximum");
                yield RunStart.NOW;
            }
            case LONG, LONG_AND_TRIED -> queue(order, new QueuedRun(run, pools, ordered));
        };
    }

    private RunStart queue(Order order, QueuedRun turn) {
        boolean free = ordered.incrementAndGet() <= LONG;
        try {
            submit(slow, order, turn, LONG + " operations run and " + QUEUED + " wait, the maximum");
        } catch (OperationNotBegun e) {
            ordered.decrementAndGet();
            throw e;
        }
        return free ? RunStart.NOW : RunStart.QUEUED;
    }

    private static void submit(ThreadPoolExecutor lane, Order order, Runnable task, String full) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            throw new OperationNotBegun(order, lane.isShutdown() ? "the service is stopping" : full);
        }
    }

    /** Frees the place of a run that ended while it waited. */
    void forget(OperationRun run) {
        if (slow.getQueue()
                .removeIf(waiting ->
                        waiting instanceof QueuedRun turn && turn.of().equals(run))) {
            ordered.decrementAndGet();
        }
    }

    /** Refuses further runs, and waits for those that run, at most two seconds in all, so that their ends are audited. */
    @Override
    public void close() {
        slow.shutdown();
        quick.shutdown();
        Deadline end = Deadline.in(LONGEST_CLOSE, Ticker.system());
        try {
            for (ThreadPoolExecutor lane : List.of(slow, quick)) {
                lane.awaitTermination(end.remainingNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
