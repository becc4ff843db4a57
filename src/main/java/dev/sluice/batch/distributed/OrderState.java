package dev.sluice.batch.distributed;

/** The state of a batch's order, common to all workers. The end of its work is seen from its chunks. */
enum OrderState {
    /** Chunks may begin. */
    RUNNING,
    /** The batch is paused; no chunk begins until it is resumed. */
    PAUSED,
    /** Something has ended it. */
    FAILED,
    /** The batch was cancelled. */
    CANCELLED;

    boolean hasEnded() {
        return this == FAILED || this == CANCELLED;
    }
}
