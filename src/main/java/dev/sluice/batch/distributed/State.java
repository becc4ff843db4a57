package dev.sluice.batch.distributed;

/** How the order of a batch stands, for all who work on it. That it is done is seen from its chunks. */
enum State {
    /** Chunks may begin. */
    RUNNING,
    /** No chunk begins until it goes on. */
    PAUSED,
    /** Something has ended it. */
    FAILED,
    /** Somebody has called it off. */
    CANCELLED;

    boolean hasEnded() {
        return this == FAILED || this == CANCELLED;
    }
}
