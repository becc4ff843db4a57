package dev.sluice.admission;

/** Receives announcements of a caller that has to wait, on its own thread and outside the gate's lock. */
@FunctionalInterface
public interface WaitListener {

    /** Receives a caller that has been queued and is about to wait: the place to request more supply. */
    void queued(Ticket ticket);

    /**
     * Returns the maximum length of the first park of a caller, in nanoseconds. A wait that outlasts it costs a second
     * park and a second timer.
     */
    default long firstParkNanos() {
        return Long.MAX_VALUE;
    }

    /**
     * Receives a caller whose first park, of {@link #firstParkNanos} at most, is over. The place for work that costs
     * more than a short wait. Called once for each caller.
     */
    default void stillWaiting(Ticket ticket) {}
}
