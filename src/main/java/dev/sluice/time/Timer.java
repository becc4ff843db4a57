package dev.sluice.time;

import java.time.Duration;

/**
 * Runs short tasks later. Thread-safe. A task must not block: it hands real work to a worker.
 *
 * <p>A task that throws does not stop the timer or its own later runs. After {@link #close()} nothing runs
 * any more and new tasks are ignored.
 */
public interface Timer extends AutoCloseable {

    /** Runs the task once after the delay. */
    Scheduled once(Duration delay, Runnable task);

    /** Runs the task again and again, the first time after one period. */
    Scheduled every(Duration period, Runnable task);

    @Override
    void close();

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {
        /** Takes the task back; does nothing if it has run or was taken back before. */
        void cancel();
    }
}
