package dev.sluice.time;

import org.jspecify.annotations.Nullable;

/**
 * Lets other threads interrupt one task, but no later work of its thread. The thread of the task creates the object
 * before it begins the task. Thread-safe.
 */
public final class Interruption {

    private @Nullable Thread thread = Thread.currentThread(); // Guarded by this; null after the end of the task
    private boolean interrupted; // Guarded by this

    /** Creates an interruption for the task that the calling thread begins. */
    public Interruption() {}

    /** Interrupts the task, at most once, unless it has ended. */
    public synchronized void interrupt() {
        if (thread != null && !interrupted) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /**
     * Ends the interruption. The thread must call this at the end of its task, also after a failure. No interrupt
     * follows, and an interrupt of the task is cleared.
     *
     * @return whether the task was interrupted
     */
    public synchronized boolean end() {
        thread = null;
        if (interrupted) {
            Thread.interrupted();
        }
        return interrupted;
    }
}
