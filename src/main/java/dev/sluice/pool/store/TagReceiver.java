package dev.sluice.pool.store;

/** The capability of a store that can pass the tags of a lease to the far side. */
public interface TagReceiver {

    /** Switches the passing of tags on or off, with effect on the next lease. Must not block. */
    void passTags(boolean on);
}
