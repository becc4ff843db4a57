package dev.sluice.batch;

/** A job has failed, nothing of its chunk took effect, and no further one shall begin: the run ends. */
public final class JobFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient JobFailure failure;

    /** Creates the exception for a failed job. */
    public JobFailed(JobFailure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
    }

    /** Returns the failed job. */
    public JobFailure failure() {
        return failure;
    }
}
