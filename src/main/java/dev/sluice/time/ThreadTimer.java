package dev.sluice.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link Timer} on one daemon thread. The thread ends after half a minute without waiting tasks. Thread-safe. */
public final class ThreadTimer implements Timer {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> onError;

    /** Creates a timer that reports the exceptions of its tasks to {@code onError}. */
    public ThreadTimer(String name, Consumer<Throwable> onError) {
        this(name, onError, IDLE);
    }

    /** Creates a timer whose thread ends after the idle time without a task. */
    ThreadTimer(String name, Consumer<Throwable> onError, Duration idle) {
        this.onError = onError;
        executor = new ScheduledThreadPoolExecutor(1, Workers.threads(name));
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true); // the thread stays while a task waits
        // RACE: a task may be submitted while the timer is being closed. Such a task is ignored like a later task.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    @Override
    public Scheduled once(Duration delay, Runnable task) {
        Future<?> future = executor.schedule(() -> survive(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Scheduled every(Duration period, Runnable task) {
        Future<?> future = executor.scheduleWithFixedDelay(
                () -> survive(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void survive(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            onError.accept(t);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
