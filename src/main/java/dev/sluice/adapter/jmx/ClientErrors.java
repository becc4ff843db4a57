package dev.sluice.adapter.jmx;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.UnknownPool;
import java.util.Objects;

/**
 * Converts failures to exceptions of the JDK without a cause. A client without the classes of Sluice cannot read an
 * exception that contains such a class.
 */
final class ClientErrors {

    private ClientErrors() {}

    /**
     * Returns the exception for the client: an illegal argument for wrong input, an illegal state for other failures.
     */
    static RuntimeException translate(RuntimeException failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        if (failure instanceof AccessDenied) {
            return new SecurityException(message);
        }
        if (isInput(failure)) {
            return new IllegalArgumentException(message);
        }
        if (failure instanceof OperationInProgress running) {
            return new IllegalStateException(message + "; its id is " + running.id());
        }
        return new IllegalStateException(
                failure instanceof PoolException
                                || failure instanceof OperationConflict
                                || failure instanceof OperationNotBegun
                                || failure instanceof AuditUnavailable
                                || failure instanceof IllegalStateException
                        ? message
                        : failure.getClass().getSimpleName() + ": " + message);
    }

    private static boolean isInput(RuntimeException failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof UnknownPool
                || failure instanceof UnknownOperation
                || (failure instanceof ReleaseRefused refused && refused.reason() != ReleaseRefused.Reason.NOT_IN_USE);
    }
}
