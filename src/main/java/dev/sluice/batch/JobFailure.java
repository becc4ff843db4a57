package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * A job that has failed permanently.
 *
 * @param job number of the job
 * @param worker the worker that tried it last; negative if not known, because it may have been another process
 * @param reason the reason in words, without secrets
 * @param item the job itself, or null if not known
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
