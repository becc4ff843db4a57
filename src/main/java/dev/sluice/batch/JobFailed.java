package dev.sluice.batch;

/** A job has failed, nothing of its chunk took effect, and no further one shall begin: the run ends. */
public final class JobFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient JobFailure failure;

    /** That one. */
    public JobFailed(JobFailure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
    }

    /** What has failed. */
    public JobFailure failure() {
        return failure;
    }
}
