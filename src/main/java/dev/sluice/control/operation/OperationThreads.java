package dev.sluice.control.operation;

import dev.sluice.time.Workers;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that carry operations out, in three lanes, so that a slow operation never delays a quick one. Commands
 * that take no time run on the caller's thread. Those that take a bounded time have threads of their own and never
 * queue. All others share {@value #LONG} threads; {@value #QUEUED} more wait. Thread-safe.
 */
final class OperationThreads implements AutoCloseable {

    /** Operations that may run for long at the same time. */
    static final int LONG = 32;

    /** Operations that may wait for one of those threads. */
    static final int QUEUED = 100;

    /** Operations of bounded length that may run at the same time. */
    static final int QUICK = 128;

    private final ThreadPoolExecutor slow = Workers.bounded("sluice-operation", LONG, QUEUED);
    private final ThreadPoolExecutor quick = Workers.bounded("sluice-operation-quick", QUICK, 0);

    /** Long ones that run or wait. */
    private final AtomicInteger ordered = new AtomicInteger();

    /** Whether a run begins now, or waits for a thread. */
    enum Start {
        /** There is a thread for it. */
        NOW,
        /** All threads for its kind are taken. */
        QUEUED
    }

    /** One run in the queue of the long ones. */
    private record Turn(Run of, PoolDirectory pools, AtomicInteger ordered) implements Runnable {

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
     * Has a run carried out.
     *
     * @throws OperationNotBegun if as many run and wait as may
     */
    Start execute(Run run, PoolDirectory pools) {
        Order order = run.order();
        return switch (order.command().effort(order.dryRun())) {
            case NONE -> {
                run.in(pools);
                yield Start.NOW;
            }
            case STEPS -> {
                submit(quick, order, () -> run.in(pools), QUICK + " of its kind run, which is the most that may");
                yield Start.NOW;
            }
            case LONG, LONG_AND_TRIED -> queue(order, new Turn(run, pools, ordered));
        };
    }

    private Start queue(Order order, Turn turn) {
        boolean free = ordered.incrementAndGet() <= LONG;
        try {
            submit(slow, order, turn, LONG + " operations run and " + QUEUED + " wait, which is the most that may");
        } catch (OperationNotBegun e) {
            ordered.decrementAndGet();
            throw e;
        }
        return free ? Start.NOW : Start.QUEUED;
    }

    private static void submit(ThreadPoolExecutor lane, Order order, Runnable task, String full) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            throw new OperationNotBegun(order, lane.isShutdown() ? "the service is stopping" : full);
        }
    }

    /** Frees the place of a run that has ended while it waited. */
    void forget(Run run) {
        if (slow.getQueue()
                .removeIf(waiting -> waiting instanceof Turn turn && turn.of().equals(run))) {
            ordered.decrementAndGet();
        }
    }

    @Override
    public void close() {
        slow.shutdown();
        quick.shutdown();
    }
}
