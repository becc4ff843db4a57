package dev.sluice.time;

/**
 * Something that has to be done before the process ends, by ctrl-C, by a signal or by itself; until it is closed. It
 * runs on a thread of its own, while others may still run, and must be short: the process waits for it. Thread-safe.
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
            // the process is ending already
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
