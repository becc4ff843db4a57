package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.statistic.RecordShape;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an operation at one moment. Immutable.
 *
 * @param id {@code op_<number>_<epoch nanos>}
 * @param operation name of the operation
 * @param pool name of the pool
 * @param actor the person or program that requested it
 * @param parameters the parameters, without secrets
 * @param dryRun whether the operation only reports its effect
 * @param status the status
 * @param done number of finished steps
 * @param total number of known steps
 * @param step the current or last step
 * @param startedAt the time of the start, or of the queueing
 * @param endedAt the time of the end, or null
 * @param deadlineSeconds maximum duration, or null
 * @param report the result, or null
 * @param problem the reason of a failure, or null
 */
public record Operation(
        String id,
        String operation,
        String pool,
        String actor,
        Map<String, String> parameters,
        boolean dryRun,
        Status status,
        int done,
        int total,
        String step,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double deadlineSeconds,
        @Nullable OperationReport report,
        @Nullable String problem) {

    private static final RecordShape<Operation> SHAPE = new RecordShape<>(Operation.class);

    /** The status of an operation. */
    public enum Status {
        /** Waiting for a thread, because the maximum number of operations is running. */
        QUEUED,
        /** The operation runs, and is the only one on its pool. */
        RUNNING,
        /** The operation has completed all steps. */
        SUCCEEDED,
        /** The operation has ended with a shortfall, which the report names. */
        INCOMPLETE,
        /** The operation was refused, or failed. */
        FAILED,
        /** The operation was cancelled. */
        CANCELLED
    }

    /** Copies the map. */
    public Operation {
        parameters = Map.copyOf(parameters);
    }

    /** Returns whether the operation has ended, so that nothing changes any more. */
    public boolean hasEnded() {
        return status != Status.RUNNING && status != Status.QUEUED;
    }

    Operation begun(Instant when) {
        Draft next = new Draft(this);
        next.status = Status.RUNNING;
        next.step = "beginning";
        next.startedAt = when;
        return next.operation();
    }

    Operation at(int newDone, int newTotal, String newStep) {
        Draft next = new Draft(this);
        next.done = newDone;
        next.total = newTotal;
        next.step = newStep;
        return next.operation();
    }

    Operation ended(Status how, Instant when, @Nullable OperationReport newReport, @Nullable String newProblem) {
        Draft next = new Draft(this);
        next.status = how;
        next.endedAt = when;
        next.report = newReport;
        next.problem = newProblem;
        return next.operation();
    }

    /** Returns the same state with other texts of foreign origin. */
    public Operation withTexts(
            Map<String, String> newParameters, @Nullable OperationReport newReport, @Nullable String newProblem) {
        Draft same = new Draft(this);
        same.parameters = newParameters;
        same.report = newReport;
        same.problem = newProblem;
        return same.operation();
    }

    /** The values of a state, to be set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the state is made of it
    static final class Draft {

        String id;
        String operation;
        String pool;
        String actor;
        Map<String, String> parameters;
        boolean dryRun;
        Status status;
        int done;
        int total;
        String step;
        Instant startedAt;

        @Nullable
        Instant endedAt;

        @Nullable
        Double deadlineSeconds;

        @Nullable
        OperationReport report;

        @Nullable
        String problem;

        Draft() {}

        private Draft(Operation values) {
            SHAPE.copy(values, this);
        }

        /** Returns the state of the values as they are now. */
        Operation operation() {
            return SHAPE.of(this);
        }
    }
}
