package dev.sluice.time;

/**
 * A task to run before the process ends, by ctrl-C, by a signal or by itself. {@link #close()} removes the task. The
 * task runs on a thread of its own, while other threads may still run. The process waits for the task, so the task must
 * be short. Thread-safe.
 */
public final class AtExit implements AutoCloseable {

    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** Registers a task for the end of the process. The task does not run if the end has begun. */
    public static AtExit run(String name, Runnable task) {
        Thread hook = new Thread(null, task, name, 0, false);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process already ends
        }
        return new AtExit(hook);
    }

    /** Removes the task, unless the end of the process has begun. Then the task may be running. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process ends: the task runs, or has run
        }
    }
}
