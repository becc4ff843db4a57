package dev.sluice.admission;

/** The lanes of a {@link Gate}, the most urgent first. */
public enum Priority {
    /** Calls that must be served before all others: health of the system, payments under way. */
    CRITICAL(0),
    /** Calls that a person waits for. */
    HIGH(1),
    /** The default. */
    NORMAL(2),
    /** Calls that may wait while other calls wait. */
    LOW(3),
    /** Calls that use only spare permits: batches, exports. */
    BACKGROUND(4);

    private final int lane;

    Priority(int lane) {
        this.lane = lane;
    }

    /** Returns the number of the lane, 0 for the most urgent. */
    public int lane() {
        return lane;
    }
}
