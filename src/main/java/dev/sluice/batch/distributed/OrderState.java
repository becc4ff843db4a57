package dev.sluice.batch.distributed;

/** The state of a batch's order, common to all workers. Its chunks show the end of its work. */
enum OrderState {
    /** Chunks may begin. */
    RUNNING,
    /** The batch is paused; no chunk begins until it is resumed. */
    PAUSED,
    /** A fault has ended the batch. */
    FAILED,
    /** The batch was cancelled. */
    CANCELLED;

    boolean hasEnded() {
        return this == FAILED || this == CANCELLED;
    }
}
