package dev.sluice.batch;

/**
 * A job that has failed, for good.
 *
 * @param job its number
 * @param worker who tried it last
 * @param reason why, in words without secrets
 */
public record JobFailure(long job, int worker, String reason) {

    /** Both, as a run that ends with it says why. */
    String text() {
        return "job " + job + " failed: " + reason;
    }
}
