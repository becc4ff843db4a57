package dev.sluice.admission;

/** The lanes of a {@link Gate}, the most urgent first. */
public enum Priority {
    /** Must be served before anything else: health of the system, money in flight. */
    CRITICAL(0),
    /** A person is waiting for it. */
    HIGH(1),
    /** The default. */
    NORMAL(2),
    /** May wait while anything else waits. */
    LOW(3),
    /** Takes only what nobody else wants: batches, exports. */
    BACKGROUND(4);

    private final int lane;

    Priority(int lane) {
        this.lane = lane;
    }

    /** The number of its lane, 0 for the most urgent. */
    public int lane() {
        return lane;
    }
}
