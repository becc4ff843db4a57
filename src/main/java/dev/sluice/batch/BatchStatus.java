package dev.sluice.batch;

/** The status of a run. */
public enum BatchStatus {
    /** Workers do jobs. */
    RUNNING(false),
    /** The batch is paused; no job begins until it is resumed. */
    PAUSED(false),
    /** The database is away; the batch continues when the database is back. */
    WAITING(false),
    /** The run ends early: no further job begins, and jobs under way are awaited. */
    STOPPING(false),
    /** All jobs were done. */
    COMPLETED(true),
    /** All jobs were tried, and some have failed. */
    COMPLETED_WITH_ERRORS(true),
    /** A fault has ended the run before all jobs were tried. */
    FAILED(true),
    /** The database was away for longer, or failed more often, than the plan allows. */
    DATABASE_LOST(true),
    /** The batch was cancelled. */
    CANCELLED(true);

    private final boolean ended;

    BatchStatus(boolean ended) {
        this.ended = ended;
    }

    /** Returns whether the run has ended. */
    public boolean hasEnded() {
        return ended;
    }
}
