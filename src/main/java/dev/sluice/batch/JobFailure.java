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

    /** Job and reason, as a run that ends with it says why. */
    public String text() {
        return "job " + job + " failed: " + reason;
    }

    /** Without what the job was, which may be large, and nobody else's business. */
    @Override
    public String toString() {
        return text() + (worker < 0 ? "" : " (worker " + worker + ")");
    }
}
