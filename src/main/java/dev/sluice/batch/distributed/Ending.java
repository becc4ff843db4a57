package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchStatus;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run.
 *
 * @param status the final status
 * @param problem the reason for an early end, or null
 */
record Ending(BatchStatus status, @Nullable String problem) {

    /** Returns the end of a batch whose jobs were all tried. */
    static Ending done(Progress last) {
        return new Ending(last.failed() == 0 ? BatchStatus.COMPLETED : BatchStatus.COMPLETED_WITH_ERRORS, null);
    }

    /** Returns the end of a batch that was cancelled or has failed. */
    static Ending early(Progress last) {
        BatchStatus status = last.order().state() == OrderState.CANCELLED ? BatchStatus.CANCELLED : BatchStatus.FAILED;
        return new Ending(status, last.order().problem());
    }
}
