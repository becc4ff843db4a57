package dev.sluice.batch;

/** A job has failed, nothing of its chunk took effect, and no further one shall begin: the run ends. */
public final class JobFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final long job;

    /** That job, for that reason; in words without secrets. */
    public JobFailed(long job, String reason, Throwable cause) {
        super(reason, cause);
        this.job = job;
    }

    /** Its number. */
    public long job() {
        return job;
    }
}
