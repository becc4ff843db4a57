package dev.sluice.pool.store;

/** The states of a {@link Slot}. */
public enum SlotState {
    /** In the pool, free to be taken. */
    IDLE(0),
    /** In the pool, out of circulation for a moment: it is being made ready, or validated. */
    CHECKING(1),
    /** On lease to a caller. */
    LEASED(2),
    /** On its way out; still holds its room. */
    CLOSING(3),
    /** Gone. */
    CLOSED(4);

    private final int code;

    SlotState(int code) {
        this.code = code;
    }

    /** Returns the code of the state, below 8. */
    int code() {
        return code;
    }
}
