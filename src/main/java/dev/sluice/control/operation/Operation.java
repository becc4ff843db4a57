package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationReport;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation as it is at a moment. Immutable.
 *
 * @param id {@code op_<number>_<epoch nanos>}
 * @param operation its name
 * @param pool the pool's name
 * @param actor who asked for it
 * @param parameters what was asked, without secrets
 * @param dryRun whether it only tells what it would do
 * @param status how it stands
 * @param done steps that are done
 * @param total steps that are known of
 * @param step what it does, or did last
 * @param startedAt the time at which it began, or was queued
 * @param endedAt when it ended, or null
 * @param deadlineSeconds how long it may take, or null
 * @param report what came of it, or null
 * @param problem why it failed, or null
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

    /** How an operation stands. */
    public enum Status {
        /** Waiting for a thread, because the maximum number of operations is running. */
        QUEUED,
        /** It has been begun, and is the only one on its pool. */
        RUNNING,
        /** It has done all that it should. */
        SUCCEEDED,
        /** It has done what it could; the report tells what is missing. */
        INCOMPLETE,
        /** It was refused, or broke off. */
        FAILED,
        /** It stopped because somebody cancelled it. */
        CANCELLED
    }

    /** Copies the map. */
    public Operation {
        parameters = Map.copyOf(parameters);
    }

    /** Whether nothing will change any more. */
    public boolean hasEnded() {
        return status != Status.RUNNING && status != Status.QUEUED;
    }

    Operation begun(Instant when) {
        return new Operation(
                id,
                operation,
                pool,
                actor,
                parameters,
                dryRun,
                Status.RUNNING,
                done,
                total,
                "beginning",
                when,
                endedAt,
                deadlineSeconds,
                report,
                problem);
    }

    Operation at(int newDone, int newTotal, String newStep) {
        return new Operation(
                id,
                operation,
                pool,
                actor,
                parameters,
                dryRun,
                status,
                newDone,
                newTotal,
                newStep,
                startedAt,
                endedAt,
                deadlineSeconds,
                report,
                problem);
    }

    Operation ended(Status how, Instant when, @Nullable OperationReport newReport, @Nullable String newProblem) {
        return new Operation(
                id,
                operation,
                pool,
                actor,
                parameters,
                dryRun,
                how,
                done,
                total,
                step,
                startedAt,
                when,
                deadlineSeconds,
                newReport,
                newProblem);
    }
}
