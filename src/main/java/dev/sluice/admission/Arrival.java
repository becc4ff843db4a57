package dev.sluice.admission;

/** Is told of a caller that has to wait, by its own thread and outside the gate's lock. */
@FunctionalInterface
public interface Arrival {

    /** Most waits are shorter than this, where leases are short. */
    long SHORT_NANOS = 1_000_000;

    /** It has been queued and is about to wait: the place to ask for more supply. */
    void queued(Ticket ticket);

    /**
     * It was not served at once: its first park, of {@value #SHORT_NANOS} ns at most, is over. The place for what costs
     * more than a short wait. Once for each caller.
     */
    default void stillWaiting(Ticket ticket) {}
}
