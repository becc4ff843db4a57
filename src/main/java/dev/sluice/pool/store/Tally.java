package dev.sluice.pool.store;

/** Sums up counted leases of one slot elsewhere, as long as the slot is open. */
public interface Tally {

    /** Records that no further lease of the slot is counted. Called when the slot is closed; a second call has no effect. */
    void end();
}
