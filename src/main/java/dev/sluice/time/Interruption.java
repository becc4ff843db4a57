package dev.sluice.time;

import org.jspecify.annotations.Nullable;

/**
 * Lets others interrupt one piece of work, and nothing that its thread does afterwards. Made by the thread that does
 * the work, before it begins. Thread-safe.
 */
public final class Interruption {

    private @Nullable Thread thread = Thread.currentThread(); // Guarded by this; null once the work has ended
    private boolean interrupted; // Guarded by this

    /** Creates an interruption for the work that the calling thread begins. */
    public Interruption() {}

    /** Interrupts the work, if it has not ended; once. */
    public synchronized void interrupt() {
        if (thread != null && !interrupted) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /**
     * Ends the interruption. The thread must call this at the end of its work, also after a failure. No interrupt
     * follows; an interrupt of the work is cleared.
     *
     * @return whether it was interrupted
     */
    public synchronized boolean end() {
        thread = null;
        if (interrupted) {
            Thread.interrupted();
        }
        return interrupted;
    }
}
