package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * A job that has failed, for good.
 *
 * @param job its number
 * @param worker who tried it last; negative if that is not known, as it may have been another process
 * @param reason why, in words without secrets
 * @param item what the job was, or null if that is not known
 */
public record JobFailure(
        long job, int worker, String reason, @Nullable Object item) {

    /** Returns the job and the reason, as the problem of a run that ends with this failure. */
    public String text() {
        return "job " + job + " failed: " + reason;
    }

    /** Returns the failure without the item, which may be large or confidential. */
    @Override
    public String toString() {
        return text() + (worker < 0 ? "" : " (worker " + worker + ")");
    }
}
