package dev.sluice.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a chunk that a {@link Work.Session} has tried. The cases are closed: {@link #accept} calls the method
 * of the case. Faults of a job's code are exceptions instead.
 */
public sealed interface ChunkResult {

    /**
     * The chunk is done; all jobs took effect, except the failed ones.
     *
     * @param failures the failed jobs
     */
    record Done(List<JobFailure> failures) implements ChunkResult {

        /** Copies the list. */
        public Done {
            failures = List.copyOf(failures);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.done(this);
        }
    }

    /**
     * An earlier run has done the chunk, and this call did nothing.
     *
     * @param failures the jobs that failed then
     */
    record DoneBefore(List<JobFailure> failures) implements ChunkResult {

        /** Copies the list. */
        public DoneBefore {
            failures = List.copyOf(failures);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.doneBefore(this);
        }
    }

    /**
     * The chunk was not begun, because other callers hold the connections that it needs.
     *
     * @param reason the reason in words
     */
    record Busy(String reason) implements ChunkResult {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.busy(this);
        }
    }

    /**
     * The chunk must be done again, for a reason that no job has caused.
     *
     * @param kind the kind of the reason
     * @param reason the reason in words
     * @param cause the exception behind the failure, or null
     */
    record Retry(RetryReason kind, String reason, @Nullable Throwable cause) implements ChunkResult {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.retry(this);
        }
    }

    /**
     * The run must end: nothing of the chunk took effect, and no other chunk would succeed or may begin.
     *
     * @param reason the reason in words
     * @param failure the job whose failure ends the run, or null if no single job has caused the end
     * @param cause the exception behind the end, or null
     */
    record Stop(
            String reason,
            @Nullable JobFailure failure,
            @Nullable Throwable cause) implements ChunkResult {

        /** Returns the end of a run by the failure of one job. */
        public static Stop by(JobFailure failure) {
            return new Stop(failure.text(), failure, null);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.stop(this);
        }
    }

    /**
     * Receives a result, by a method for each case.
     *
     * @param <R> the type of the answer
     */
    interface Cases<R> {

        /** Answers for a chunk that is done. */
        R done(Done result);

        /** Answers for a chunk that an earlier run has done. */
        R doneBefore(DoneBefore result);

        /** Answers for a chunk that was not begun. */
        R busy(Busy result);

        /** Answers for a chunk that must be done again. */
        R retry(Retry result);

        /** Answers for the end of the run. */
        R stop(Stop result);
    }

    /** Calls the method of this case. */
    <R> R accept(Cases<R> cases);
}
