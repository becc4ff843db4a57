package dev.sluice.pool.store;

/** The states of a {@link Slot}. */
public enum SlotState {
    /** No lease; ready for the next caller. */
    IDLE(0),
    /** A worker prepares, validates or resets the resource. */
    CHECKING(1),
    /** A caller holds the resource. */
    LEASED(2),
    /** The resource is being closed; it still has its place in the room. */
    CLOSING(3),
    /** The resource is gone. */
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
