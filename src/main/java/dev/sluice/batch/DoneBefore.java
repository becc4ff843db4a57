package dev.sluice.batch;

import java.util.List;

/** The chunk was done by an earlier run, which has left a note of it; nothing is done now. */
public final class DoneBefore extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<JobFailure> failures;

    /** All of it was, but for those jobs, which have failed then. */
    public DoneBefore(List<JobFailure> failures) {
        super(null, null, false, false);
        this.failures = List.copyOf(failures);
    }

    /** Returns the failed jobs. */
    public List<JobFailure> failures() {
        return failures;
    }
}
