package dev.sluice.time;

import java.time.Duration;

/**
 * Runs short tasks later. Thread-safe. A task must not block; it passes longer work to a worker.
 *
 * <p>A task that throws does not stop the timer or its own later runs. After {@link #close()} no task runs any more,
 * and new tasks are ignored.
 */
public interface Timer extends AutoCloseable {

    /** Runs the task once after the delay. */
    Scheduled once(Duration delay, Runnable task);

    /** Runs the task repeatedly: first after one period, then one period after the end of each run. */
    Scheduled every(Duration period, Runnable task);

    @Override
    void close();

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {
        /** Cancels the task. Has no effect if the task has run or was cancelled before. */
        void cancel();
    }
}
