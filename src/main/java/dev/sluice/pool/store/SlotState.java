package dev.sluice.pool.store;

/** The states of a {@link Slot}. */
public enum SlotState {
    /** In the pool, free to be taken. */
    IDLE,
    /** In the pool, out of circulation for a moment: it is being made ready, or validated. */
    CHECKING,
    /** Somebody has it. */
    LEASED,
    /** On its way out; still holds its room. */
    CLOSING,
    /** Gone. */
    CLOSED
}
