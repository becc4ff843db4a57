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

    /** Has the task run at the end of the process; not at all, if that has begun. */
    public static AtExit run(String name, Runnable task) {
        Thread hook = new Thread(null, task, name, 0, false);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
        return new AtExit(hook);
    }

    /** Takes it back, if the end has not come; it may be running then. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the end has come: it runs, or has run
        }
    }
}
