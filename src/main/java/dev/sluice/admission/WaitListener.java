package dev.sluice.admission;

/** Receives announcements of a caller that has to wait, on its own thread and outside the gate's lock. */
@FunctionalInterface
public interface WaitListener {

    /** Maximum length of a short wait. With short leases, most waits are short. */
    long SHORT_NANOS = 1_000_000;

    /** Receives a caller that has been queued and is about to wait: the place to request more supply. */
    void queued(Ticket ticket);

    /**
     * Receives a caller whose first park, of {@value #SHORT_NANOS} ns at most, is over. The place for work that costs
     * more than a short wait. Called once for each caller.
     */
    default void stillWaiting(Ticket ticket) {}
}
